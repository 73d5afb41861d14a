// SPDX-License-Identifier: Apache-2.0
// After installing: makes node_modules/.bin/node the Node.js that was installed for this machine (the packages of the two
// architectures share that name, and older versions of npm then link neither). When npm itself ran on an older Node.js, such as
// Debian 12's, it has left out the native parts that ask for a newer one: they are fetched now. Must run on Node.js 18.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';

const packaged = `node-${process.platform}-${process.arch}/bin/node`;
const [major, minor] = process.versions.node.split('.').map(Number);
const old = major < 20 || (major === 20 && minor < 19);

if (existsSync(`node_modules/${packaged}`)) {
    mkdirSync('node_modules/.bin', { recursive: true });
    rmSync('node_modules/.bin/node', { force: true });
    symlinkSync(`../${packaged}`, 'node_modules/.bin/node');
    if (old && process.env.npm_execpath !== undefined) {
        const words = [
            process.env.npm_execpath,
            'install',
            '--no-save',
            '--ignore-scripts',
            '--no-audit',
            '--no-fund',
            '--loglevel=error',
        ];
        const again = spawnSync(resolve('node_modules', packaged), words, { stdio: 'inherit' });
        rmSync('node_modules/.bin/node', { force: true });
        symlinkSync(`../${packaged}`, 'node_modules/.bin/node');
        process.exitCode = again.status ?? 1;
    }
} else if (old) {
    console.warn(`link_node: no Node.js comes with npm for ${process.platform} ${process.arch}; yours has to be 22.12 or newer`);
}
