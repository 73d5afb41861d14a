// SPDX-License-Identifier: Apache-2.0
// Lockstep's app for Zapier: what Zapier's program loads, the tests as well.
import zapier from 'zapier-platform-core';
import packageJson from './package.json' with { type: 'json' };
import { actions } from './src/actions.mjs';
import { authentication } from './src/authentication.mjs';
import { findContact, findOrCreateContact } from './src/find_contact.mjs';
import { syncList } from './src/syncs.mjs';
import { triggers } from './src/triggers.mjs';

const byKey = (parts) => Object.fromEntries(parts.map((part) => [part.key, part]));

export default {
    version: packageJson.version,
    platformVersion: zapier.version,
    authentication,
    triggers: byKey([syncList, ...triggers]),
    searches: byKey([findContact]),
    creates: byKey(actions),
    searchOrCreates: byKey([findOrCreateContact]),
};
