// The workflows take whatever a pull request holds as hostile: these rules keep them so.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const folder = fileURLToPath(new URL('../../.github/', import.meta.url));
const read = (path) => readFileSync(`${folder}${path}`, 'utf8');
const yaml = (path) => parse(read(path), { strict: true, uniqueKeys: true, version: '1.2' });
const workflows = readdirSync(`${folder}workflows`).map((name) => `workflows/${name}`);
const actions = readdirSync(`${folder}actions`).map((name) => `actions/${name}/action.yml`);

// What a job may be allowed beyond reading the repository.
const GRANTS = {
  'workflows/deploy.yml build': { contents: 'read', pages: 'read' },
  'workflows/deploy.yml deploy': { pages: 'write', 'id-token': 'write' },
};

const jobs = (workflow) => Object.entries(workflow.jobs);
const steps = (path) => {
  const file = yaml(path);
  return file.runs ? file.runs.steps : jobs(file).flatMap(([, job]) => job.steps);
};

describe('workflows', () => {
  test('there are some', () => {
    assert.deepEqual(workflows, ['workflows/check.yml', 'workflows/deploy.yml', 'workflows/facts.yml']);
    assert.ok(actions.length > 0);
  });

  for (const path of workflows) {
    test(`${path}: what starts it gives a stranger nothing`, () => {
      const { on } = yaml(path);
      for (const event of Object.keys(on)) {
        assert.ok(['pull_request', 'push', 'schedule', 'workflow_dispatch'].includes(event), event);
      }
      if ('pull_request' in on) {
        assert.ok(jobs(yaml(path)).every(([, job]) => !job.permissions && !job.environment));
      }
      if ('push' in on) assert.deepEqual(on.push.branches, ['main']);
    });

    test(`${path}: it may read, and each job only what it is for`, () => {
      const workflow = yaml(path);
      assert.deepEqual(workflow.permissions, { contents: 'read' });
      for (const [name, job] of jobs(workflow)) {
        assert.deepEqual(job.permissions, GRANTS[`${path} ${name}`], name);
        assert.ok(job['timeout-minutes'] <= 60, `${name} needs timeout-minutes`);
      }
      assert.ok(workflow.concurrency.group);
    });

    test(`${path}: scripts stop at the first failure, also in a pipe`, () => {
      assert.equal(yaml(path).defaults.run.shell, 'bash');
    });
  }

  for (const path of ['workflows/check.yml', 'workflows/deploy.yml']) {
    test(`${path}: nothing is believed that a request says of earlier runs`, () => {
      const lines = steps(path).flatMap(({ run }) => (run ?? '').split('\n'));
      const ours = lines.filter((line) => /\bshirube (check|build)\b/.test(line));
      assert.ok(ours.length > 0);
      for (const line of ours) assert.ok(line.includes(' --fresh '), line);
    });
  }

  for (const path of [...workflows, ...actions]) {
    test(`${path}: no expression becomes part of a script, and no secret is named`, () => {
      for (const { run } of steps(path)) assert.doesNotMatch(run ?? '', /\$\{\{/);
      const text = JSON.stringify(yaml(path));
      assert.doesNotMatch(text, /\bsecrets\b|GITHUB_TOKEN|github\.token/i);
      assert.doesNotMatch(text, /\$\{\{[^}]*github\.(event|head_ref)/);
    });

    test(`${path}: actions are pinned`, () => {
      for (const { uses } of steps(path)) {
        if (uses === undefined || uses.startsWith('./.github/actions/')) continue;
        assert.match(uses, /^(actions\/[a-z-]+@v[0-9]+|[\w.-]+\/[\w./-]+@[0-9a-f]{40})$/);
      }
    });

    test(`${path}: a checkout leaves no credentials behind`, () => {
      const checkouts = steps(path).filter(({ uses }) => uses?.startsWith('actions/checkout@'));
      for (const { with: settings } of checkouts) assert.equal(settings['persist-credentials'], false);
    });

    test(`${path}: scripts are scripts`, () => {
      for (const { run } of steps(path)) {
        if (run === undefined) continue;
        const result = spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' });
        assert.equal(result.status, 0, `${result.stderr}\n${run}`);
      }
    });
  }

  test('the job that publishes runs nothing of the repository', () => {
    const { deploy } = yaml('workflows/deploy.yml').jobs;
    assert.ok(deploy.steps.every(({ run, uses }) => run === undefined && uses.startsWith('actions/deploy-pages@')));
  });

  test('a pull request runs what .ci/run runs', () => {
    assert.ok(steps('workflows/check.yml').some(({ run }) => run === './.ci/run'));
  });
});

describe('issue forms', () => {
  const forms = readdirSync(`${folder}ISSUE_TEMPLATE`).filter((name) => name !== 'config.yml');

  for (const name of forms) {
    test(`${name}: asks in both languages, under ids of its own`, () => {
      const form = yaml(`ISSUE_TEMPLATE/${name}`);
      const fields = form.body.filter(({ type }) => type !== 'markdown');
      const ids = fields.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      for (const words of [form.name, form.description, ...fields.map(({ attributes }) => attributes.label)]) {
        assert.match(words, /[ぁ-ん一-龠].* \/ .*[A-Za-z]/);
      }
      assert.ok(fields.some(({ validations }) => validations?.required));
    });
  }

  test('the link on every page opens the form for wrong facts', () => {
    const site = parse(readFileSync(`${folder}../site.yaml`, 'utf8'));
    const form = new URL(site.repository.report.replace('{title}', 'x')).searchParams.get('template');
    assert.ok(forms.includes(form), form);
  });
});
