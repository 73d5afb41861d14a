// SPDX-License-Identifier: Apache-2.0
// How a kept body is shown, and the moments of the filter as the browser's own field for them writes them.

// JSON with line breaks; anything else as it is.
export function prettyBody(text: string): string {
    try {
        return JSON.stringify(JSON.parse(text), null, 2);
    } catch {
        return text;
    }
}

// "2026-03-01T05:04" in the reader's zone, and back to what the server takes; "" for what is no moment.
export function toField(moment: string): string {
    const time = new Date(moment);
    if (moment === '' || Number.isNaN(time.getTime())) return '';
    return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
export function fromField(field: string): string {
    const time = new Date(field);
    return field === '' || Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
