// SPDX-License-Identifier: Apache-2.0
// Triggers: who is new, and who was changed. Zapier asks every few minutes and runs the Zap for each `id` that it has not seen.
import { ask } from './ask.mjs';
import { namedOutputs } from './mapped_fields.mjs';
import { flat, personOutputs, samplePerson } from './person.mjs';
import { neededSync, syncField } from './syncs.mjs';

// As many as the API gives at once: what has happened beyond that between two polls is not seen.
const most = '200';

const item = ({ id, kind, at, fields, person }) => ({ id, ...flat(person), kind, changedFields: fields, changedAt: at });

function trigger({ key, news, label, description, kind }) {
    return {
        key,
        noun: 'Contact',
        display: { label, description },
        operation: {
            type: 'polling',
            inputFields: [syncField()],
            perform: async (z, bundle) => {
                const sync = await neededSync(z, bundle);
                const path = `/api/v1/syncs/${encodeURIComponent(sync)}/people/news`;
                const { items } = await ask(z, bundle, { path, query: { kind: news, limit: most }, holds: 'items' });
                return items.map(item);
            },
            sample: {
                id: kind === 'new' ? samplePerson.personId : `bat_01KPCA3B5D7F9H2K4M6P8R1TVX:${samplePerson.personId}`,
                ...samplePerson,
                kind,
                changedFields: kind === 'new' ? [] : ['phone'],
                changedAt: '2026-03-01T10:04:03.120Z',
            },
            outputFields: [
                { key: 'id', label: 'Id of what happened', type: 'string', primary: true },
                ...personOutputs,
                { key: 'kind', label: 'New or updated', type: 'string' },
                { key: 'changedFields', label: 'Changed fields', type: 'string', list: true },
                { key: 'changedAt', label: 'Changed at', type: 'datetime' },
                namedOutputs,
            ],
        },
    };
}

export const triggers = [
    trigger({
        key: 'new_contact',
        news: 'new',
        kind: 'new',
        label: 'New Contact',
        description:
            'Triggers when somebody new is in both of your apps: Lockstep has matched or created them on the other side.',
    }),
    trigger({
        key: 'updated_contact',
        news: 'updated',
        kind: 'updated',
        label: 'Updated Contact',
        description: 'Triggers when Lockstep has carried a change of a contact from one of your apps to the other.',
    }),
    trigger({
        key: 'new_or_updated_contact',
        news: 'any',
        kind: 'updated',
        label: 'New or Updated Contact',
        description:
            'Triggers when a contact is new in both of your apps, and whenever Lockstep has carried a change of a contact.',
    }),
];
