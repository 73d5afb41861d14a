// SPDX-License-Identifier: Apache-2.0
// A person as a Zap sees them: flat, with a key for each value; and the other way, a step's fields as the server takes them.
import { fieldOf, keyOf } from './mapped_fields.mjs';

const standardField = /^(e-?mail|phone|first_?name|last_?name)$/i;

/** The values of a `Person`. A mapped field that only repeats the name, the e-mail address or the phone is left out. */
export function flat(person) {
    const repeated = new Set([person.email, person.phone, person.first_name, person.last_name]);
    const mapped = Object.entries(person.fields ?? {}).filter(
        ([field, value]) => !standardField.test(field) || !repeated.has(value),
    );
    return {
        personId: person.id,
        email: person.email,
        fullName: person.full_name,
        firstName: person.first_name,
        lastName: person.last_name,
        phone: person.phone,
        externalId: person.external_id,
        aRecord: person.a_record,
        bRecord: person.b_record,
        state: person.state,
        updatedAt: person.updated_at,
        ...Object.fromEntries(mapped.map(([field, value]) => [keyOf(field), value])),
    };
}

export const personOutputs = [
    { key: 'personId', label: 'Person id in Lockstep', type: 'string' },
    { key: 'email', label: 'Email', type: 'string' },
    { key: 'fullName', label: 'Full name', type: 'string' },
    { key: 'firstName', label: 'First name', type: 'string' },
    { key: 'lastName', label: 'Last name', type: 'string' },
    { key: 'phone', label: 'Phone', type: 'string' },
    { key: 'externalId', label: 'External id', type: 'string' },
    { key: 'state', label: 'State', type: 'string' },
    { key: 'updatedAt', label: 'Updated at', type: 'datetime' },
];

export const samplePerson = {
    personId: 'lnk_01KPCA2E1V3X5Z7B9D2F4H6JKM',
    email: 'anne.roy@example.com',
    fullName: 'Anne Roy',
    firstName: 'Anne',
    lastName: 'Roy',
    phone: '+15145550123',
    externalId: 'crm-17',
    aRecord: 'Kp3x9TqLmNw2VbYc7RdZ',
    bRecord: '100241',
    state: 'linked',
    updatedAt: '2026-03-01T10:04:03.120Z',
};

const text = (value) => (value === undefined || value === null ? '' : String(value).trim());

/** By what a step names somebody: each way with its key here, its name in the API, and its words. */
export const ways = [
    { key: 'email', param: 'email', label: 'Email', helpText: 'The whole address; capitals do not matter.' },
    { key: 'phone', param: 'phone', label: 'Phone', helpText: 'The whole number, in any spelling.' },
    {
        key: 'externalId',
        param: 'external_id',
        label: 'External id',
        helpText: 'The id of this person in another system of yours, as a Lockstep step of a Zap stored it.',
    },
    {
        key: 'id',
        param: 'id',
        label: 'Person id',
        helpText: 'The person id that Lockstep gives, or the id of the contact in either app.',
    },
];

/** The first way that a step gives a value for, as a query; undefined where it gives none. */
export function firstWay(inputData) {
    const way = ways.find(({ key }) => text(inputData[key]) !== '');
    return way && { [way.param]: text(inputData[way.key]) };
}

const own = {
    email: 'email',
    fullName: 'full_name',
    externalId: 'external_id',
    phone: 'phone',
    firstName: 'first_name',
    lastName: 'last_name',
};

/** A `PersonWish`. Whatever is blank is left out, so that it stays as it is. */
export function wishOf(inputData, mode) {
    const wish = { mode };
    const fields = {};
    for (const [key, value] of Object.entries(inputData)) {
        const field = fieldOf(key);
        if (field !== undefined) {
            const given = Array.isArray(value) ? value.map(text).filter((each) => each !== '') : text(value);
            if (given.length > 0) fields[field] = given;
        } else if (own[key] && text(value) !== '') {
            wish[own[key]] = text(value);
        } else if (key === 'id' && mode === 'update' && text(value) !== '') {
            wish.id = text(value);
        }
    }
    if (Object.keys(fields).length > 0) wish.fields = fields;
    return wish;
}
