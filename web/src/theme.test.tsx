// SPDX-License-Identifier: Apache-2.0
// Buttons take their colours from the tokens, whose contrast is tested beside them.
import { Button, MantineProvider } from '@mantine/core';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { theme, variables } from './theme';

afterEach(cleanup);

test('the main button writes in the colour that is made for its ground, in both themes', () => {
    for (const scheme of ['light', 'dark'] as const) {
        render(
            <MantineProvider theme={theme} cssVariablesResolver={variables} forceColorScheme={scheme}>
                <Button>{scheme}</Button>
            </MantineProvider>,
        );
        const button = screen.getByRole('button', { name: scheme });
        expect(button.style.getPropertyValue('--button-bg')).toBe('var(--accent)');
        expect(button.style.getPropertyValue('--button-color')).toBe('var(--on-accent)');
        expect(button.style.minHeight).not.toBe('');
    }
});
