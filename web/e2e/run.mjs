// SPDX-License-Identifier: Apache-2.0
// Runs the browser specs against the server at LOCKSTEP_URL. Without it nothing is tested, and that is not a pass (exit 77).
// `run.mjs 1/2` runs every second file, `run.mjs 2/2` the others, so that two servers can be used at once; without it all run.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browserForMany } from '../scripts/browser.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const environment = { ...process.env };
if (!process.env.LOCKSTEP_URL) {
    console.error(
        'e2e: NOT RUN. LOCKSTEP_URL is not set; give the address of a running server, LOCKSTEP_EMAIL, LOCKSTEP_PASSWORD (and LOCKSTEP_SETUP_CODE for a fresh one).',
    );
    process.exit(77);
}
const [, part, parts] = /^([1-9])\/([1-9])$/.exec(process.argv[2] ?? '1/1') ?? [];
if (part === undefined || Number(part) > Number(parts)) {
    console.error(`e2e: NOT RUN. "${process.argv[2]}" is no part; give 1/2 or 2/2, or nothing.`);
    process.exit(2);
}
const specs = readdirSync(here)
    .filter((name) => name.endsWith('.spec.mjs'))
    .sort()
    .filter((_, index) => index % Number(parts) === Number(part) - 1)
    .map((name) => here + name);
const browser = await browserForMany();
const kept = mkdtempSync(join(tmpdir(), 'lockstep-e2e-'));
environment.LOCKSTEP_BROWSER = browser.wsEndpoint();
environment.LOCKSTEP_KEPT_SESSION = join(kept, 'session.json');
const run = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...specs], {
    env: environment,
    stdio: 'inherit',
});
run.on('exit', async (code) => {
    rmSync(kept, { recursive: true, force: true });
    await browser.close();
    process.exit(code ?? 1);
});
