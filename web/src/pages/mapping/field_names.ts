// SPDX-License-Identifier: Apache-2.0
// What a field is called: our word for it, or what the app's declaration or the person who made it calls it.
import type { TFunction } from 'i18next';
import { createContext } from 'react';
import type { Schemas } from '../../api/client';
import { fieldLabel } from '../../parts/field_words';

export const FieldNames = createContext<Schemas['MappingView']['fields']>({ a: [], b: [] });

export function nameOfField(
    t: TFunction,
    language: string,
    fields: Schemas['MappingView']['fields'],
    side: 'a' | 'b',
    name: string,
): string {
    const offered = fields[side].find((each) => each.name === name);
    const label = offered?.label[language === 'fr' ? 'fr' : 'en'] ?? '';
    return label === '' ? fieldLabel(t, name) : label;
}
