// SPDX-License-Identifier: Apache-2.0
// Triggers: who is new, and who was changed. Each comes in two forms. The instant one subscribes the Zap's address, and Lockstep posts
// to it as soon as something happens. The other one is for a Lockstep that cannot reach Zapier, or whose firewall lets nothing out: Zapier
// asks every few minutes and runs the Zap for each `id` that it has not seen.
import { ask } from './ask.mjs';
import { namedOutputs } from './mapped_fields.mjs';
import { flat, personOutputs, samplePerson } from './person.mjs';
import { neededSync, syncField } from './syncs.mjs';

// As many as the API gives at once: what has happened beyond that between two polls is not seen.
const most = '200';

const item = ({ id, kind, at, fields, person }) => ({ id, ...flat(person), kind, changedFields: fields, changedAt: at });

const poll = (news) => async (z, bundle) => {
    const sync = await neededSync(z, bundle);
    const path = `/api/v1/syncs/${encodeURIComponent(sync)}/people/news`;
    const { items } = await ask(z, bundle, { path, query: { kind: news, limit: most }, holds: 'items' });
    return items.map(item);
};

// What Lockstep posts becomes what a poll would have given. Who was taken apart before it was told is nobody any more.
function told(z, bundle) {
    const { id, type, timestamp, data } = bundle.cleanedRequest ?? {};
    if (!data?.person) return [];
    const isNew = type === 'contact.linked';
    return [
        item({
            id: isNew ? data.link : id,
            kind: isNew ? 'new' : 'updated',
            at: timestamp,
            fields: isNew ? [] : data.fields,
            person: data.person,
        }),
    ];
}

const subscribe = (types) => async (z, bundle) => {
    const sync = await neededSync(z, bundle);
    const body = { label: 'Zapier', address: bundle.targetUrl, types, sync, payload: 'full' };
    const { id } = await ask(z, bundle, { path: '/api/v1/subscriptions', body });
    // Not the secret: Zapier keeps this in plain text, and the address is as good as one.
    return { id };
};

// One that is gone already is what was wanted.
async function unsubscribe(z, bundle) {
    try {
        await ask(z, bundle, {
            path: `/api/v1/subscriptions/${encodeURIComponent(bundle.subscribeData?.id ?? '')}`,
            method: 'DELETE',
        });
    } catch (error) {
        if (!String(error.message).includes('deliveries.unknown_subscription')) throw error;
    }
    return {};
}

function trigger({ key, news, types, label, description, kind }) {
    return {
        key,
        noun: 'Contact',
        display: { label, description },
        operation: {
            ...(types === undefined
                ? { type: 'polling', perform: poll(news) }
                : {
                      type: 'hook',
                      perform: told,
                      performList: poll(news),
                      performSubscribe: subscribe(types),
                      performUnsubscribe: unsubscribe,
                  }),
            inputFields: [syncField()],
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

const kinds = [
    {
        key: 'new_contact',
        news: 'new',
        kind: 'new',
        types: ['contact.linked'],
        label: 'New Contact',
        description:
            'Triggers when somebody new is in both of your apps: Lockstep has matched or created them on the other side.',
    },
    {
        key: 'updated_contact',
        news: 'updated',
        kind: 'updated',
        types: ['contact.updated'],
        label: 'Updated Contact',
        description: 'Triggers when Lockstep has carried a change of a contact from one of your apps to the other.',
    },
    {
        key: 'new_or_updated_contact',
        news: 'any',
        kind: 'updated',
        types: ['contact.linked', 'contact.updated'],
        label: 'New or Updated Contact',
        description:
            'Triggers when a contact is new in both of your apps, and whenever Lockstep has carried a change of a contact.',
    },
];

export const triggers = [
    ...kinds.map(({ types: _, ...polled }) => trigger(polled)),
    ...kinds.map((instant) => trigger({ ...instant, key: `${instant.key}_instant`, label: `${instant.label} at Once` })),
];
