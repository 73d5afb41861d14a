// SPDX-License-Identifier: Apache-2.0
// The syncs of one's Lockstep: the list behind the drop-down, the field in which one is chosen, and which one is meant.
import { ask } from './ask.mjs';
import { failed } from './replies.mjs';

export const listSyncs = async (z, bundle) => (await ask(z, bundle, { path: '/api/v1/syncs', holds: 'items' })).items;

export const getSync = (z, bundle, id) => ask(z, bundle, { path: `/api/v1/syncs/${encodeURIComponent(id)}`, holds: 'mapping' });

/** What each profile of an app is called and which fields it has, by profile. */
export async function profiles(z, bundle) {
    const { items } = await ask(z, bundle, { path: '/api/v1/connectors', holds: 'items' });
    return new Map(items.map((each) => [each.profile, each]));
}

const states = { draft: 'not started', paused: 'paused' };

/** Only Zapier's editor asks this trigger, to fill the drop-down. */
export const syncList = {
    key: 'sync_list',
    noun: 'Sync',
    display: { label: 'List of Syncs', description: 'Fills the drop-down in which a sync is chosen.', hidden: true },
    operation: {
        type: 'polling',
        perform: async (z, bundle) =>
            (await listSyncs(z, bundle)).map(({ id, label, state }) => ({
                id,
                name: states[state] ? `${label} (${states[state]})` : label,
            })),
        sample: { id: 'syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF', name: 'Clinique Rivière' },
        outputFields: [
            { key: 'id', label: 'Id', type: 'string' },
            { key: 'name', label: 'Name', type: 'string' },
        ],
    },
};

/** The first field of every trigger, search and action. Where there is one sync, that one is chosen already. */
export const syncField =
    ({ altersOthers = false } = {}) =>
    async (z, bundle) => {
        const syncs = await listSyncs(z, bundle);
        return {
            key: 'sync',
            label: 'Sync',
            type: 'string',
            required: true,
            dynamic: 'sync_list.id.name',
            helpText: 'The pair of apps that Lockstep keeps in agreement.',
            ...(syncs.length === 1 ? { default: syncs[0].id } : {}),
            ...(altersOthers ? { altersDynamicFields: true } : {}),
        };
    };

/** The id of the sync that a step is about, or undefined where somebody has to choose first. */
export async function meantSync(z, bundle) {
    const chosen = String(bundle.inputData?.sync ?? '').trim();
    if (chosen !== '') return chosen;
    const syncs = await listSyncs(z, bundle);
    return syncs.length === 1 ? syncs[0].id : undefined;
}

export async function neededSync(z, bundle) {
    const id = await meantSync(z, bundle);
    if (id === undefined)
        throw failed(
            z,
            'It is not clear which sync is meant: your Lockstep has none, or several. Choose one in the field “Sync” of this step.',
            'no_sync',
        );
    return id;
}
