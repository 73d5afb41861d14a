// SPDX-License-Identifier: Apache-2.0
// A page that cannot be fetched or drawn is told in words, and the way back works.
import { MantineProvider } from '@mantine/core';
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startWords } from '../../words/words';
import { Boundary, isFetchOfPage, NotFetched } from './boundary';

beforeAll(async () => {
    await startWords();
});
beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    document.head.innerHTML = '<script type="module" src="/assets/index-AAAAAAAA.js"></script>';
});
afterEach(() => {
    cleanup();
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
});

const serves = (answer: () => Promise<Response>) => {
    vi.stubGlobal('fetch', vi.fn(answer));
};
const page = (script: string) => () => Promise.resolve(new Response(`<script type="module" src="/assets/${script}"></script>`));
const silence = () => Promise.reject(new TypeError('Failed to fetch'));
const draw = (again: () => void) =>
    render(
        <MantineProvider>
            <NotFetched again={again} />
        </MantineProvider>,
    );
const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

function Broken(): never {
    throw new TypeError('Failed to fetch dynamically imported module: /assets/records-AAAAAAAA.js');
}

test('the failed import of a page shows a heading and a button, not a white window', async () => {
    serves(silence);
    const { rerender } = render(
        <MantineProvider>
            <Boundary place="/records">
                <Broken />
            </Boundary>
        </MantineProvider>,
    );
    await wait(0);
    expect(screen.getByRole('heading', { level: 1 })).toBeTruthy();
    expect(screen.getByRole('button')).toBeTruthy();
    rerender(
        <MantineProvider>
            <Boundary place="/events">events</Boundary>
        </MantineProvider>,
    );
    expect(screen.getByText('events')).toBeTruthy();
});

test('an upgraded server is loaded anew at once', async () => {
    const again = vi.fn();
    serves(page('index-BBBBBBBB.js'));
    draw(again);
    await wait(0);
    expect(again).toHaveBeenCalledOnce();
});

test('a silent server is asked until it answers', async () => {
    const again = vi.fn();
    serves(silence);
    draw(again);
    await wait(11_000);
    expect(again).not.toHaveBeenCalled();
    serves(page('index-AAAAAAAA.js'));
    await wait(5_000);
    expect(again).toHaveBeenCalledOnce();
});

test('a script that stays missing does not make the page reload for ever', async () => {
    const again = vi.fn();
    serves(page('index-AAAAAAAA.js'));
    draw(again);
    await wait(60_000);
    expect(again).not.toHaveBeenCalled();
});

test('the words of the browsers for it are known', () => {
    for (const words of [
        'Failed to fetch dynamically imported module: x',
        'error loading dynamically imported module: x',
        'Importing a module script failed.',
        'Unable to preload CSS for /x.css',
    ]) {
        expect(isFetchOfPage(new TypeError(words))).toBe(true);
    }
    expect(isFetchOfPage(new Error('undefined is not a function'))).toBe(false);
});
