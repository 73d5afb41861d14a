// SPDX-License-Identifier: Apache-2.0
// The two languages. Words are in en.json and fr.json; French is written for Québec.
import i18next, { type ParseKeys } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { keepPreference, preference } from '../parts/preferences';
import messages from '../../../src/messages/en.json';
import own from './en.json';

// Our own words, and the sentences that the server knows by code (src/messages), in one tree: no key stands in both.
const en = { ...own, ...messages };

export type Language = 'en' | 'fr';
export type Word = ParseKeys;

declare module 'i18next' {
    interface CustomTypeOptions {
        resources: { translation: typeof en };
        returnNull: false;
    }
}

export function preferredLanguage(): Language {
    const kept = preference('language');
    if (kept === 'en' || kept === 'fr') return kept;
    return /^fr/i.test(navigator.language) ? 'fr' : 'en';
}

// French has a plural of its own for millions ("un million de ..."); our sentences show the figure, so the common plural serves.
export function withMillions<Tree extends object>(tree: Tree): Tree {
    const entries = Object.entries(tree).flatMap(([key, value]): [string, unknown][] => {
        if (typeof value === 'object' && value !== null) return [[key, withMillions(value as object)]];
        return key.endsWith('_other')
            ? [
                  [key, value],
                  [key.replace(/_other$/, '_many'), value],
              ]
            : [[key, value]];
    });
    return Object.fromEntries(entries) as Tree;
}

async function load(language: Language): Promise<void> {
    if (language === 'fr' && !i18next.hasResourceBundle('fr', 'translation')) {
        const [words, sentences] = await Promise.all([import('./fr.json'), import('../../../src/messages/fr.json')]);
        i18next.addResourceBundle('fr', 'translation', withMillions({ ...words.default, ...sentences.default }));
    }
}

export async function startWords(language: Language = preferredLanguage()): Promise<void> {
    await i18next.use(initReactI18next).init({
        lng: 'en',
        fallbackLng: 'en',
        resources: { en: { translation: en } },
        interpolation: { escapeValue: false },
    });
    await chooseLanguage(language, false);
}

export async function chooseLanguage(language: Language, keep = true): Promise<void> {
    await load(language);
    await i18next.changeLanguage(language);
    document.documentElement.lang = language === 'fr' ? 'fr-CA' : 'en-CA';
    if (keep) keepPreference('language', language);
}

// A sentence of the server by its code, in the language of the screen; null for a code that this version does not know.
export function sentence(code: string, params: Record<string, string>): string | null {
    return code !== '' && i18next.exists(code)
        ? (i18next.t as (code: string, params: Record<string, string>) => string)(code, params)
        : null;
}

// The locale for numbers and dates.
export function locale(language: string): string {
    return language.startsWith('fr') ? 'fr-CA' : 'en-CA';
}
