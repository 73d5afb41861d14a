// SPDX-License-Identifier: Apache-2.0
// The fields that a sync carries besides name, e-mail address and phone: as inputs of an action, and as labels of what comes back.
import { getSync, meantSync, profiles } from './syncs.mjs';

// Zapier takes double underscores and dots in a key apart, and fields of one's own are called “custom.gender”: whatever is neither
// letter nor digit becomes an underscore and the two hexadecimal digits of each of its bytes. A field that begins so has the prefix
// without an underscore of its own.
const hex = (letter) => [...Buffer.from(letter)].map((byte) => `_${byte.toString(16).padStart(2, '0')}`).join('');

export function keyOf(field) {
    const written = field.replace(/[^A-Za-z0-9]/gu, hex);
    return written.startsWith('_') ? `fields${written}` : `field_${written}`;
}

/** The field that a key stands for, or undefined for a key that stands for none. */
export function fieldOf(key) {
    const written = /^(?:field_(?=[A-Za-z0-9])|fields(?=_))((?:[A-Za-z0-9]|_[0-9a-f]{2})+)$/.exec(key)?.[1];
    if (written === undefined) return undefined;
    const bytes = written
        .match(/_[0-9a-f]{2}|[A-Za-z0-9]/g)
        .map((part) => (part.length === 1 ? part.charCodeAt(0) : Number.parseInt(part.slice(1), 16)));
    return Buffer.from(bytes).toString('utf8');
}

const standard = new Set(['email', 'phone', 'first_name', 'last_name']);

/** “custom.hexfit_id” is called “Hexfit id” where the app has no name for it. */
function readable(field) {
    const words = field
        .replace(/^custom\./, '')
        .replace(/([a-z])([A-Z])/g, '$1 $2')
        .replace(/[._-]+/g, ' ')
        .trim()
        .toLowerCase();
    return words === '' ? field : words[0].toUpperCase() + words.slice(1);
}

/** Each mapped row in side a's words, with what it is called. Those of the name, the e-mail address and the phone are `is_standard`. */
export function rowsOf(sync, apps) {
    const { mapping } = sync;
    const named = new Set([mapping.email_field, mapping.phone_field, mapping.first_name_field, mapping.last_name_field]);
    const known = new Map((apps.get(sync.a.connector)?.fields ?? []).map((field) => [field.name, field]));
    return mapping.rows.map((row) => ({
        field: row.a,
        kind: row.kind ?? 'text',
        label: known.get(row.a)?.label || readable(row.a),
        // The sync would set back what is written there, and the server refuses it.
        is_one_way: row.direction === 'b_to_a',
        is_standard: named.has(row.a) || standard.has(known.get(row.a)?.means),
        usual: (row.transform?.pairs ?? []).map(([a]) => a),
    }));
}

const helpOf = {
    date: 'As year-month-day, such as 1980-05-17.',
    country: 'The country’s name, or its code of two letters, such as CA.',
    subdivision: 'The name of the province or state, or its code, such as QC.',
    set: 'Those given are added; none is taken away.',
};

function asInput({ field, kind, label, usual }) {
    const values = usual.length > 0 && usual.length <= 20 ? `Known to the other app: ${usual.join(', ')}.` : '';
    const helpText = [helpOf[kind], values].filter(Boolean).join(' ');
    return {
        key: keyOf(field),
        label,
        type: 'string',
        ...(kind === 'set' ? { list: true } : {}),
        ...(helpText === '' ? {} : { helpText: helpText.slice(0, 1000) }),
    };
}

const asOutput = ({ field, kind, label }) => ({
    key: keyOf(field),
    label,
    type: 'string',
    ...(kind === 'set' ? { list: true } : {}),
});

/** Inputs for whatever else can be written; none until it is clear which sync is meant. */
export async function mappedInputs(z, bundle) {
    const id = await meantSync(z, bundle);
    if (id === undefined) return [];
    const [sync, apps] = await Promise.all([getSync(z, bundle, id), profiles(z, bundle)]);
    return rowsOf(sync, apps)
        .filter((row) => !row.is_standard && !row.is_one_way)
        .map(asInput);
}

/** Labels that only the sync knows: what the two apps are called, and the mapped fields. */
export async function namedOutputs(z, bundle) {
    const id = await meantSync(z, bundle);
    if (id === undefined) return recordOutputs('the first app', 'the second app');
    const [sync, apps] = await Promise.all([getSync(z, bundle, id), profiles(z, bundle)]);
    const called = (side) => apps.get(side.connector)?.app_title ?? side.label;
    const rows = rowsOf(sync, apps).filter((row) => !row.is_standard);
    return [...recordOutputs(called(sync.a), called(sync.b)), ...rows.map(asOutput)];
}

const recordOutputs = (a, b) => [
    { key: 'aRecord', label: `Id in ${a}`, type: 'string' },
    { key: 'bRecord', label: `Id in ${b}`, type: 'string' },
];
