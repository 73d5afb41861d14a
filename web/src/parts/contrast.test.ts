// SPDX-License-Identifier: Apache-2.0
// Every text colour of the tokens reaches 4.5:1 on the grounds it is used on, in both themes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const sheet = readFileSync('src/tokens.css', 'utf8');

function tokens(theme: string): Record<string, string> {
    const block = sheet.slice(sheet.indexOf(`[data-mantine-color-scheme='${theme}']`));
    const inside = block.slice(block.indexOf('{') + 1, block.indexOf('}'));
    return Object.fromEntries(
        [...inside.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((match) => [match[1] ?? '', match[2] ?? '']),
    );
}

function luminance(colour: string): number {
    const [red, green, blue] = [1, 3, 5].map((at) => {
        const part = parseInt(colour.slice(at, at + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(one: string, other: string): number {
    const [light, dark] = [luminance(one), luminance(other)].sort((first, second) => second - first);
    return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

describe.each(['light', 'dark'])('the %s theme', (theme) => {
    const colours = tokens(theme);
    const pairs = [
        ...['text', 'dim', 'accent', 'left', 'right', 'ok', 'wait', 'attention', 'failed', 'sandbox'].flatMap((text) => [
            [text, 'card'],
            [text, 'surface'],
        ]),
        ...['accent', 'left', 'right', 'ok', 'wait', 'attention', 'failed', 'off'].map((text) => [text, `${text}-soft`]),
        ['on-accent', 'accent'],
        ['dim', 'left-soft'],
        ['dim', 'right-soft'],
        ['dim', 'attention-soft'],
        ['dim', 'failed-soft'],
        ['text', 'accent-soft'],
        ['dim', 'hover'],
        ['dim', 'accent-soft'],
    ];
    it.each(pairs)('%s on %s', (text, ground) => {
        const front = colours[text ?? ''];
        const back = colours[ground ?? ''];
        expect(front).toBeDefined();
        expect(back).toBeDefined();
        expect(contrast(front ?? '', back ?? '')).toBeGreaterThanOrEqual(4.5);
    });
});
