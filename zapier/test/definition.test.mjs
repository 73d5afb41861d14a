// SPDX-License-Identifier: Apache-2.0
// The app as Zapier is told it: valid by Zapier's own schema, and every sample holds what the output fields promise.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import zapier from 'zapier-platform-core';
import App from '../index.js';
import { connectors, sync, withServer } from './false_server.mjs';

const problemsOf = async (app) => (await zapier.createAppHandler(app)({ command: 'validate' })).results;
const parts = [...Object.values(App.triggers), ...Object.values(App.searches), ...Object.values(App.creates)];
const ask = zapier.createAppTester(App);

test('the definition is valid by Zapier’s schema', async () => assert.deepEqual(await problemsOf(App), []));

test('the check notices an invalid definition', async () => {
    const { description, ...display } = App.creates.create_contact.display;
    assert.notEqual(description, undefined);
    const wrong = { ...App, creates: { ...App.creates, create_contact: { ...App.creates.create_contact, display } } };
    assert.match((await problemsOf(wrong)).map((each) => each.stack ?? each.message).join('\n'), /description/);
    const orphan = { ...App.searchOrCreates.find_contact, create: 'no_such_action' };
    assert.notDeepEqual(await problemsOf({ ...App, searchOrCreates: { find_contact: orphan } }), []);
});

test('the parts that are promised are there', () => {
    assert.deepEqual(Object.keys(App.triggers), [
        'sync_list',
        'new_contact',
        'updated_contact',
        'new_or_updated_contact',
        'new_contact_instant',
        'updated_contact_instant',
        'new_or_updated_contact_instant',
    ]);
    assert.deepEqual(Object.keys(App.searches), ['find_contact']);
    assert.deepEqual(Object.keys(App.creates), ['create_contact', 'update_contact', 'create_or_update_contact']);
    assert.equal(App.triggers.sync_list.display.hidden, true);
    const keys = (operation) => operation.inputFields.filter((each) => typeof each !== 'function').map((each) => each.key);
    const values = ['email', 'fullName', 'externalId', 'phone', 'firstName', 'lastName'];
    assert.deepEqual(keys(App.creates.create_contact.operation), values);
    assert.deepEqual(keys(App.creates.create_or_update_contact.operation), values);
    assert.deepEqual(keys(App.creates.update_contact.operation), ['id', ...values]);
    assert.deepEqual(keys(App.searches.find_contact.operation), ['email', 'phone', 'externalId', 'id']);
    for (const name of ['server', 'token'])
        assert.ok(App.authentication.fields.some((field) => field.key === name && field.required));
    assert.equal(App.authentication.fields.find((field) => field.key === 'token').type, 'password');
});

const fits = {
    string: (value) => typeof value === 'string',
    integer: Number.isInteger,
    datetime: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
};

/** What of a sample does not fit the output fields. */
function misfits(sample, fields) {
    const found = [];
    const byKey = new Map(fields.map((field) => [field.key, field]));
    if (byKey.size !== fields.length) found.push('two output fields have the same key');
    for (const [key, value] of Object.entries(sample)) {
        const field = byKey.get(key);
        if (field === undefined) found.push(`${key} is no output field`);
        else if (Boolean(field.list) !== Array.isArray(value)) found.push(`${key}: list or not`);
        else if (![value].flat().every(fits[field.type])) found.push(`${key} is no ${field.type}`);
    }
    for (const key of byKey.keys()) if (!(key in sample) && !key.startsWith('field_')) found.push(`the sample lacks ${key}`);
    for (const field of fields) if (!field.label) found.push(`${field.key} has no label`);
    return found;
}

test('every sample holds what the output fields promise', () => {
    const replies = {
        'GET /api/v1/syncs': { json: { items: [sync], next: null } },
        [`GET /api/v1/syncs/${sync.id}`]: { json: sync },
        'GET /api/v1/connectors': { json: connectors },
    };
    return withServer(replies, async ({ authData }) => {
        for (const { key, operation } of parts) {
            const fields = await ask(operation.outputFields, { authData, inputData: { sync: sync.id } });
            assert.deepEqual(misfits(operation.sample, fields), [], key);
            assert.notDeepEqual(misfits({ ...operation.sample, surprise: 'x' }, fields), [], key);
            assert.notDeepEqual(misfits({}, fields), [], key);
        }
    });
});

test('labels and helps are there for whoever builds a Zap', () => {
    for (const { key, display, operation } of parts) {
        if (display.hidden) continue;
        assert.match(display.label, /^[A-Z]/, key);
        assert.match(display.description, /\.$/, key);
        for (const field of operation.inputFields)
            if (typeof field !== 'function') assert.match(field.label, /^[A-Z]/, field.key);
    }
});

// Zapier's packer follows no `module-sync` entrance, which Node.js 22 takes: such a package would be packed without its code. That is
// why package.json holds get-intrinsic at the last version that needs none of these.
test('no package that goes to Zapier has an entrance that its packer does not follow', () => {
    const read = (path) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
    const sent = Object.entries(read('package-lock.json').packages).filter(
        ([path, { dev, optional }]) => path !== '' && !dev && !optional,
    );
    assert.ok(sent.length > 20);
    for (const [path] of sent)
        assert.doesNotMatch(JSON.stringify(read(`${path}/package.json`).exports ?? ''), /module-sync/, path);
});
