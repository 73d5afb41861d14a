// SPDX-License-Identifier: Apache-2.0
// The only things this app keeps in the browser: theme and language. Never a value of a person.
const names = { theme: 'lockstep.theme', language: 'lockstep.language' } as const;

export function preference(name: keyof typeof names): string | null {
    try {
        return localStorage.getItem(names[name]);
    } catch {
        return null;
    }
}

export function keepPreference(name: keyof typeof names, value: string): void {
    try {
        localStorage.setItem(names[name], value);
    } catch {
        // The choice then lasts until the page is closed.
    }
}
