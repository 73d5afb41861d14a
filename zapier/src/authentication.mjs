// SPDX-License-Identifier: Apache-2.0
// How one's Lockstep is connected: its address and an API token.
import { ask, connectionOf } from './ask.mjs';
import { listSyncs } from './syncs.mjs';

/** Asks what only somebody with a good token is told. */
async function test(z, bundle) {
    const { name } = connectionOf(z, bundle);
    const syncs = await listSyncs(z, bundle);
    const { user, scope } = await ask(z, bundle, { path: '/api/v1/session' });
    return {
        server: name,
        user: user?.email ?? '',
        scope: scope ?? '',
        syncs: syncs.length,
        only: syncs.length === 1 ? syncs[0].label : '',
    };
}

/** The session tells of a token what it may do; whose it is, it tells for people only. */
function connectionLabel(z, bundle) {
    const { server, user, scope, only } = bundle.inputData;
    const may = user || (scope === 'read' ? 'a token that may only read' : 'a token that may read and write');
    return `${only ? `${only} at ` : ''}${server} (${may})`;
}

export const authentication = {
    type: 'custom',
    test,
    connectionLabel,
    fields: [
        {
            key: 'server',
            label: 'Address of your Lockstep',
            type: 'string',
            required: true,
            isNoSecret: true,
            placeholder: 'https://lockstep.example.com',
            helpText:
                'What stands in your browser when you use Lockstep, up to the first single slash. Zapier has to be able to reach it.',
        },
        {
            key: 'token',
            label: 'API token',
            type: 'password',
            required: true,
            helpText:
                'In Lockstep: Settings, API tokens. Tick “May also change things”, make the token, and copy it: it begins with lsk_ and is shown once.',
        },
    ],
};
