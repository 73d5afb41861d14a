// SPDX-License-Identifier: Apache-2.0
// Which addresses are taken, and what is made of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAddress } from '../src/address.mjs';

test('an address is taken with or without a scheme, a page or a slash at its end', () => {
    const clinic = { origin: 'https://lockstep.clinic.example', name: 'lockstep.clinic.example' };
    for (const typed of [
        'https://lockstep.clinic.example',
        ' https://lockstep.clinic.example/ ',
        'lockstep.clinic.example',
        'HTTPS://Lockstep.Clinic.example/syncs/syn_1/records?query=x#top',
    ])
        assert.deepEqual(readAddress(typed), clinic, typed);
    assert.deepEqual(readAddress('https://clinic.example:8443'), {
        origin: 'https://clinic.example:8443',
        name: 'clinic.example:8443',
    });
});

test('http is for this machine alone', () => {
    for (const typed of ['http://localhost:8080', 'http://127.0.0.1:8080', 'http://127.8.9.1', 'http://[::1]:8080'])
        assert.equal(readAddress(typed).origin, typed);
    for (const typed of [
        'http://lockstep.clinic.example',
        'http://127.0.0.1.evil.example',
        'http://localhost.evil.example',
        'http://10.0.0.1',
        'http://[::2]',
        'ftp://lockstep.clinic.example',
        'javascript://x',
    ])
        assert.match(readAddress(typed).wrong, /https:\/\//, typed);
});

test('what is no address, or holds a password, is refused', () => {
    for (const typed of ['', '   ', undefined, null]) assert.match(readAddress(typed).wrong, /missing/);
    for (const typed of ['my clinic', 'https://', 'https://a b'])
        assert.match(readAddress(typed).wrong, /is not an address/, typed);
    for (const typed of ['https://anne:pass@clinic.example', 'https://anne@clinic.example', 'anne:pass@clinic.example'])
        assert.match(readAddress(typed).wrong, /password/, typed);
});
