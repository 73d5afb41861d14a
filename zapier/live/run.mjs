// SPDX-License-Identifier: Apache-2.0
// Runs the specs of this folder against the server at LOCKSTEP_URL. Without it nothing is tested, and that is not a pass (exit 77).
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
if (!process.env.LOCKSTEP_URL) {
    console.error(
        'live: NOT RUN. LOCKSTEP_URL is not set; give the address of a running server whose sync runs, and in LOCKSTEP_TOKEN an API token ' +
            'of the scope write (LOCKSTEP_READ_TOKEN: one that may only read). It makes people there.',
    );
    process.exit(77);
}
if (!process.env.LOCKSTEP_TOKEN) {
    console.error('live: LOCKSTEP_TOKEN is not set; make one with `lockstep tokens create Zapier --scope write`.');
    process.exit(1);
}
const specs = readdirSync(here)
    .filter((name) => name.endsWith('.spec.mjs'))
    .sort()
    .map((name) => here + name);
const run = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...specs], { stdio: 'inherit' });
run.on('exit', (code) => process.exit(code ?? 1));
