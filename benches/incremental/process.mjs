// Runs programs, and measures what they take.

import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

// GNU time asks Linux for the peak of memory and the times of all threads.
const TIME = '/usr/bin/time';

// `{seconds, user, system, peak, output}`: times in seconds, peak memory in bytes.
export function measured(program, args, options = {}) {
  const kept = join(tmpdir(), `shirube-bench-${process.pid}.time`);
  return new Promise((done, fail) => {
    const began = process.hrtime.bigint();
    const child = spawn(TIME, ['-f', '%U %S %M', '-o', kept, program, ...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let ended;
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', fail);
    child.on('exit', () => (ended = process.hrtime.bigint()));
    child.on('close', (code) => {
      if (code !== 0) return fail(new Error(`${program} ${args.join(' ')}: exit code ${code}\n${output}`));
      const [user, system, kilobytes] = readFileSync(kept, 'utf8').trim().split(' ').map(Number);
      rmSync(kept);
      return done({ seconds: Number(ended - began) / 1e9, user, system, peak: kilobytes * 1024, output });
    });
  });
}

// How many files a build says to have written.
export function filesWritten({ output }) {
  const [, written] = /\((\d[\d,]*) written/.exec(output);
  return Number(written.replaceAll(',', ''));
}

// A virtual machine takes memory from its host page by page where nothing has used it of late, which
// takes longer than to fill the page, while what was just removed is at hand again. Whoever measures
// builds into memory beside each other, some after a removal and some not, calls this before each.
export function warmMemory() {
  const bytes = Math.min(4e9, freemem() / 2);
  execFileSync(process.execPath, ['-e', `const all = []; for (let rest = ${bytes}; rest > 0; rest -= 1e9) all.push(Buffer.alloc(Math.min(1e9, rest), 1));`]);
}

// A program that stays: `{pid, output(), ended(), stop()}`.
export function running(program, args, options = {}) {
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let ended = false;
  child.stdout.on('data', (text) => (output += text));
  child.stderr.on('data', (text) => (output += text));
  const gone = new Promise((done) => child.on('close', done));
  gone.then(() => (ended = true));
  return {
    pid: child.pid,
    output: () => output,
    ended: () => ended,
    stop: async () => {
      child.kill('SIGINT');
      await gone;
    },
  };
}

// `{now, peak}` of a running program's memory in bytes.
export function memoryOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const bytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)[1]) * 1024;
  return { now: bytes('VmRSS'), peak: bytes('VmHWM') };
}

// A port of this machine that nothing listens on.
export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
