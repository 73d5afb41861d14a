// SPDX-License-Identifier: Apache-2.0
// The address of somebody's Lockstep, as they typed it: where requests go, and what it is called.

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** @returns {{origin: string, name: string} | {wrong: string}} `name` is the host, and its port where it has one. */
export function readAddress(typed) {
    const text = String(typed ?? '').trim();
    if (text === '') return { wrong: 'The address of your Lockstep is missing. It looks like https://lockstep.example.com.' };
    let url;
    try {
        url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
    } catch {
        return { wrong: `“${text}” is not an address. The address of your Lockstep looks like https://lockstep.example.com.` };
    }
    if (url.username !== '' || url.password !== '')
        return { wrong: 'The address holds a user name or a password. Give the address alone; the API token has its own field.' };
    // A token sent over http can be read by everybody on the way.
    if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback.test(url.hostname)))
        return { wrong: 'The address has to begin with https://. Over http:// the API token could be read on the way.' };
    // Whatever follows the host is the page that somebody happened to copy: the server stands at the root.
    return { origin: url.origin, name: url.host };
}
