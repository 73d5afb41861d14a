// SPDX-License-Identifier: Apache-2.0
// Light or dark: the person's choice if there is one, else the system's.
import { useMantineColorScheme, useComputedColorScheme } from '@mantine/core';
import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';
import { keepPreference, preference } from './preferences';

export const schemeManager: MantineColorSchemeManager = {
    get: (fallback) => {
        const kept = preference('theme');
        return kept === 'light' || kept === 'dark' ? kept : fallback;
    },
    set: (value: MantineColorScheme) => {
        keepPreference('theme', value);
    },
    subscribe: () => undefined,
    unsubscribe: () => undefined,
    clear: () => undefined,
};

export function useScheme(): { dark: boolean; toggle: () => void } {
    const { setColorScheme } = useMantineColorScheme();
    const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark';
    return {
        dark,
        toggle: () => {
            document.documentElement.style.background = '';
            setColorScheme(dark ? 'light' : 'dark');
        },
    };
}
