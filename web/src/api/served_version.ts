// SPDX-License-Identifier: Apache-2.0
// Is this page still the one that the server serves? An upgrade gives every script another name; the page itself names the first.

function entryOf(page: Document): string | null {
    const address = page.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null;
    return address === null ? null : new URL(address, 'http://lockstep.invalid').pathname;
}

export type Served = 'same' | 'other' | 'silent';

// 'silent': the server does not answer, or not with the app.
export async function servedVersion(): Promise<Served> {
    try {
        const reply = await fetch('/', { cache: 'no-cache', headers: { Accept: 'text/html' } });
        if (!reply.ok) return 'silent';
        const served = entryOf(new DOMParser().parseFromString(await reply.text(), 'text/html'));
        if (served === null) return 'silent';
        return served === entryOf(document) ? 'same' : 'other';
    } catch {
        return 'silent';
    }
}
