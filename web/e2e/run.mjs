// SPDX-License-Identifier: Apache-2.0
// Runs the browser specs against the server at LOCKSTEP_URL. Without it nothing is tested, and that is not a pass (exit 77).
// "--mock" tries the specs themselves against the mock with invented data; that says nothing about the program.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const environment = { ...process.env };
let mock = null;
if (process.argv.includes('--mock')) {
    mock = spawn(process.execPath, [`${here}../mock/server.ts`], {
        env: { ...process.env, MOCK_PORT: '21085', MOCK_SCENE: 'signed_out', MOCK_TICK_MS: '1000' },
        stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((ready, failed) => {
        mock.stdout.once('data', ready);
        mock.once('exit', failed);
    });
    Object.assign(environment, {
        LOCKSTEP_MOCK: '1',
        LOCKSTEP_URL: 'http://127.0.0.1:21085',
        LOCKSTEP_EMAIL: 'owner@clinique-riviere.example',
        LOCKSTEP_PASSWORD: 'correct horse battery staple',
    });
    console.log('e2e: against the mock; this tries the specs, not the program');
} else if (!process.env.LOCKSTEP_URL) {
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
    mock?.kill();
    process.exit(code ?? 1);
});
