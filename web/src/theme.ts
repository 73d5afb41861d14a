// SPDX-License-Identifier: Apache-2.0
// Mantine, spoken in our tokens: colours come from tokens.css, so both themes are written in one place.
import {
    ActionIcon,
    Button,
    createTheme,
    Menu,
    type MantineColorsTuple,
    Modal,
    PasswordInput,
    Skeleton,
    TextInput,
    Tooltip,
} from '@mantine/core';
import type { CSSVariablesResolver } from '@mantine/core';

const teal: MantineColorsTuple = [
    '#e6f7f4',
    '#d0ede8',
    '#a3dcd2',
    '#72c9bb',
    '#4bb9a8',
    '#2f9f8f',
    '#178879',
    '#0b7468',
    '#075f55',
    '#034a42',
];

export const theme = createTheme({
    primaryColor: 'teal',
    primaryShade: { light: 7, dark: 4 },
    colors: { teal },
    autoContrast: true,
    fontFamily: "'Inter Variable', system-ui, 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', sans-serif",
    fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
    fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
    defaultRadius: 6,
    respectReducedMotion: true,
    cursorType: 'pointer',
    components: {
        Button: Button.extend({
            defaultProps: { size: 'sm' },
            // Mantine would write white on the dark theme's light teal (2.4:1).
            vars: (_theme, { variant = 'filled', color }) => ({
                root:
                    variant === 'filled' && color === undefined
                        ? {
                              '--button-bg': 'var(--accent)',
                              '--button-color': 'var(--on-accent)',
                              '--button-hover': 'color-mix(in srgb, var(--accent), var(--on-accent) 12%)',
                          }
                        : {},
            }),
            styles: { root: { minHeight: 24 } },
        }),
        ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 36 } }),
        Tooltip: Tooltip.extend({
            defaultProps: {
                openDelay: 300,
                withArrow: true,
                multiline: true,
                maw: 320,
                events: { hover: true, focus: true, touch: true },
            },
        }),
        TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
        PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
        Menu: Menu.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } }),
        Modal: Modal.extend({ defaultProps: { transitionProps: { duration: 140 } } }),
        Skeleton: Skeleton.extend({ defaultProps: { radius: 4 } }),
    },
});

const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-default': 'var(--card)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-placeholder': 'var(--dim)',
    '--mantine-color-error': 'var(--failed)',
    '--mantine-color-anchor': 'var(--accent)',
};

export const variables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
