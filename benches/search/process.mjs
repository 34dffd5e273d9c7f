// Runs a program and measures it, and weighs what it leaves.

import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listFiles } from '../../tests/support/output.mjs';

const EVERY_MS = 5;
// Of processor time, in a second, on every Linux.
const TICKS = 100;

// `{seconds, processor, peak, output}`: processor time of all threads in seconds, peak memory in
// bytes. Linux keeps both itself, so that what is read last is right but for a few milliseconds.
export function measured(program, args) {
  return new Promise((done, fail) => {
    const began = process.hrtime.bigint();
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let peak = 0;
    let processor = 0;
    const look = () => {
      try {
        const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1];
        peak = Math.max(peak, Number(kilobytes ?? 0) * 1024);
        // Fields 14 and 15; the second is a name in parentheses.
        const [, user, system] = /^.*\)(?: \S+){11} (\d+) (\d+)/.exec(readFileSync(`/proc/${child.pid}/stat`, 'latin1'));
        processor = (Number(user) + Number(system)) / TICKS;
      } catch {
        // It has ended.
      }
    };
    const timer = setInterval(look, EVERY_MS);
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', fail);
    child.on('exit', () => clearInterval(timer));
    child.on('close', (code) => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      if (code === 0) done({ seconds, processor, peak, output });
      else fail(new Error(`${program} ${args.join(' ')}: exit code ${code}\n${output}`));
    });
  });
}

// `{files, bytes, largest}` of a folder's files whose path `isPart` accepts.
export function weigh(folder, isPart = () => true) {
  const sizes = listFiles(folder).filter(isPart).map((path) => statSync(join(folder, path)).size);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0), largest: Math.max(0, ...sizes) };
}

// Bytes that a host sends if it compresses text.
export const gzipped = (file) => gzipSync(readFileSync(file)).length;
