// SPDX-License-Identifier: Apache-2.0
// Actions: a person is created or changed. Lockstep writes to one app, and its sync carries it to the other.
import { ask } from './ask.mjs';
import { mappedInputs, namedOutputs } from './mapped_fields.mjs';
import { flat, personOutputs, samplePerson, wishOf } from './person.mjs';
import { neededSync, syncField } from './syncs.mjs';

const personId = {
    key: 'id',
    label: 'Person id',
    type: 'string',
    helpText:
        'Who is meant: the person id that Lockstep gives, or the id of the contact in either app. Not needed with an external id or an email.',
};

const valueInputs = [
    { key: 'email', label: 'Email', type: 'string', helpText: 'Also says who is meant.' },
    {
        key: 'fullName',
        label: 'Full name',
        type: 'string',
        helpText: 'The last word is taken for the last name. Counts only where first and last name are empty.',
    },
    {
        key: 'externalId',
        label: 'External id',
        type: 'string',
        helpText:
            'The id that this person has in another system of yours, such as a row of a sheet. Lockstep keeps it, and knows the person by it from then on.',
    },
    {
        key: 'phone',
        label: 'Phone',
        type: 'string',
        helpText: 'In any spelling. Also says who is meant, together with the name.',
    },
    { key: 'firstName', label: 'First name', type: 'string' },
    { key: 'lastName', label: 'Last name', type: 'string' },
];

function action({ key, mode, label, description, inputs, did }) {
    return {
        key,
        noun: 'Contact',
        display: { label, description },
        operation: {
            inputFields: [syncField({ altersOthers: true }), ...inputs, mappedInputs],
            perform: async (z, bundle) => {
                const sync = await neededSync(z, bundle);
                const path = `/api/v1/syncs/${encodeURIComponent(sync)}/people`;
                const {
                    did: what,
                    person,
                    written,
                    next,
                    why,
                } = await ask(z, bundle, { path, body: wishOf(bundle.inputData, mode), holds: 'person', halts: true });
                return { id: person.id, ...flat(person), did: what, written, next, why };
            },
            sample: {
                id: samplePerson.personId,
                ...samplePerson,
                did,
                written: ['email', 'firstName', 'lastName'],
                next: 'carried',
                why: 'The sync looks at this person now and carries what was written to the other app.',
            },
            outputFields: [
                { key: 'id', label: 'Id', type: 'string', primary: true },
                ...personOutputs,
                { key: 'did', label: 'What was done', type: 'string' },
                { key: 'written', label: 'Fields that were written', type: 'string', list: true },
                { key: 'next', label: 'Carried to the other app', type: 'string' },
                { key: 'why', label: 'Carried, in words', type: 'string' },
                namedOutputs,
            ],
        },
    };
}

export const actions = [
    action({
        key: 'create_contact',
        mode: 'create',
        label: 'Create Contact',
        description: 'Creates a contact in both of your apps. Stops if this person is there already.',
        inputs: [...valueInputs],
        did: 'created',
    }),
    action({
        key: 'update_contact',
        mode: 'update',
        label: 'Update Contact',
        description:
            'Changes a contact in both of your apps. What you leave empty stays as it is. Stops if there is no such person.',
        inputs: [personId, ...valueInputs],
        did: 'updated',
    }),
    action({
        key: 'create_or_update_contact',
        mode: 'create_or_update',
        label: 'Create or Update Contact',
        description: 'Changes the contact if there is one, and creates it in both of your apps if not; never a second one.',
        inputs: [...valueInputs],
        did: 'created',
    }),
];
