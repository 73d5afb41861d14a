// SPDX-License-Identifier: Apache-2.0
// Runs the browser specs against the server at LOCKSTEP_URL. Without it nothing is tested, and that is not a pass (exit 77).
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const environment = { ...process.env };
if (!process.env.LOCKSTEP_URL) {
    console.error(
        'e2e: NOT RUN. LOCKSTEP_URL is not set; give the address of a running server, LOCKSTEP_EMAIL, LOCKSTEP_PASSWORD (and LOCKSTEP_SETUP_CODE for a fresh one).',
    );
    process.exit(77);
}
const specs = readdirSync(here)
    .filter((name) => name.endsWith('.spec.mjs'))
    .sort()
    .map((name) => here + name);
const run = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...specs], {
    env: environment,
    stdio: 'inherit',
});
run.on('exit', (code) => {
    process.exit(code ?? 1);
});
