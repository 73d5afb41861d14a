// SPDX-License-Identifier: Apache-2.0
// After installing: makes node_modules/.bin/node the Node.js that was installed for this machine (the packages of the two
// architectures share that name, and older versions of npm then link neither), so that the tests run on the version that Zapier
// runs. Must run on Node.js 18.
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';

const packaged = `node-${process.platform}-${process.arch}/bin/node`;
const major = Number(process.versions.node.split('.')[0]);

if (existsSync(`node_modules/${packaged}`)) {
    mkdirSync('node_modules/.bin', { recursive: true });
    rmSync('node_modules/.bin/node', { force: true });
    symlinkSync(`../${packaged}`, 'node_modules/.bin/node');
} else if (major < 22) {
    console.warn(`link_node: no Node.js comes with npm for ${process.platform} ${process.arch}; yours has to be 22 or newer`);
}
