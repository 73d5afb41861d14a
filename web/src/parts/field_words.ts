// SPDX-License-Identifier: Apache-2.0
// What fields and reasons are called for people. A field that has no word of ours keeps the app's own name.
import type { TFunction } from 'i18next';
import messages from '../../../src/messages/en.json';
import en from '../words/en.json';
import type { Word } from '../words/words';

const aliases: Record<string, string> = {
    firstName: 'first_name', firstname: 'first_name', lastName: 'last_name', lastname: 'last_name', dateOfBirth: 'date_of_birth', birthdate: 'date_of_birth',
    address1: 'address', postalCode: 'postal_code', zipcode: 'postal_code', sexe: 'gender', groups: 'tags', birth_date: 'date_of_birth', zip: 'postal_code',
    'custom.hexfit_id': 'hexfit_id', external_id: 'highlevel_id', 'custom.language': 'language', 'custom.gender': 'gender',
};

function known(field: string): string | null {
    const name = aliases[field] ?? field;
    return Object.hasOwn(en.field, name) ? name : null;
}

export function fieldLabel(t: TFunction, field: string): string {
    if (field === '') return t('field_whole');
    const name = known(field);
    return name === null ? field.replace(/^custom\./, '') : t(`field.${name}` as Word);
}

// The field in which an app keeps the id of the other side's record: ours, and no news to anybody.
export function isIdField(field: string): boolean {
    const name = known(field);
    return name === 'hexfit_id' || name === 'highlevel_id';
}

// With its article, for the middle of a sentence: "the phone number", "le numéro de téléphone".
export function fieldInSentence(t: TFunction, field: string): string {
    const name = known(field);
    return name === null ? field.replace(/^custom\./, '') : t(`field_said.${name}` as Word);
}

export function reasonWords(t: TFunction, reason: string): string {
    return Object.hasOwn(messages.merge_reason, reason) ? t(`merge_reason.${reason}` as Word) : reason.replaceAll('_', ' ');
}
