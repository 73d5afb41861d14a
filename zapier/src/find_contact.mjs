// SPDX-License-Identifier: Apache-2.0
// The search for somebody, and the step that creates whoever it does not find.
import { ask } from './ask.mjs';
import { namedOutputs } from './mapped_fields.mjs';
import { firstWay, flat, personOutputs, samplePerson, ways } from './person.mjs';
import { halted } from './replies.mjs';
import { neededSync, syncField } from './syncs.mjs';

async function perform(z, bundle) {
    const way = firstWay(bundle.inputData);
    if (way === undefined)
        throw halted(z, 'There is nothing to look for: in this run email, phone, external id and person id are all empty.');
    const sync = await neededSync(z, bundle);
    const path = `/api/v1/syncs/${encodeURIComponent(sync)}/people`;
    const { items } = await ask(z, bundle, { path, query: way, holds: 'items', halts: true });
    // Zapier goes on with the first one. A family can share an address, so a Zap can see that there are others.
    return items.map((person) => ({ id: person.id, ...flat(person), matches: items.length }));
}

export const findContact = {
    key: 'find_contact',
    noun: 'Contact',
    display: {
        label: 'Find Contact',
        description: 'Finds a contact by email, phone, external id or person id; the first of these that is filled in counts.',
    },
    operation: {
        inputFields: [syncField(), ...ways.map(({ key, label, helpText }) => ({ key, label, type: 'string', helpText }))],
        perform,
        sample: { id: samplePerson.personId, ...samplePerson, matches: 1 },
        outputFields: [
            { key: 'id', label: 'Id', type: 'string', primary: true },
            ...personOutputs,
            { key: 'matches', label: 'How many were found', type: 'integer' },
            namedOutputs,
        ],
    },
};

/** Zapier wants the key of the search. The create may also update: between the search and it somebody else can have been quicker. */
export const findOrCreateContact = {
    key: 'find_contact',
    display: {
        label: 'Find or Create Contact',
        description: 'Finds a contact by email, phone, external id or person id, and creates one if there is none.',
    },
    search: 'find_contact',
    create: 'create_or_update_contact',
};
