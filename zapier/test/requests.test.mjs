// SPDX-License-Identifier: Apache-2.0
// What the app asks of Lockstep, and what it makes of good replies.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import zapier from 'zapier-platform-core';
import App from '../index.js';
import { fieldOf, keyOf } from '../src/mapped_fields.mjs';
import { connectors, done, person, problem, sync, token, withServer } from './false_server.mjs';

const ask = zapier.createAppTester(App);
const base = `/api/v1/syncs/${sync.id}`;
const one = { 'GET /api/v1/syncs': { json: { items: [sync], next: null } } };
const two = {
    'GET /api/v1/syncs': { json: { items: [sync, { ...sync, id: 'syn_2', label: 'Laval', state: 'paused' }], next: null } },
};
const details = { [`GET ${base}`]: { json: sync }, 'GET /api/v1/connectors': { json: connectors } };
const session = { 'GET /api/v1/session': { json: { signed_in: true, setup_required: false, user: null, scope: 'write' } } };
const flat = {
    personId: 'lnk_1',
    email: 'anne.roy@example.com',
    fullName: 'Anne Roy',
    firstName: 'Anne',
    lastName: 'Roy',
    phone: '+15145550123',
    externalId: 'crm-17',
    aRecord: 'Kp3x9TqLmNw2VbYc7RdZ',
    bRecord: '100241',
    state: 'linked',
    updatedAt: '2026-03-01T10:04:03.120Z',
    field_city: 'Laval',
    field_custom_2egender: null,
    field_tags: ['vip', 'yoga'],
};

test('connecting asks what only a token is told, and the label names the server', () =>
    withServer({ ...one, ...session }, async ({ authData, asked, name }) => {
        const known = await ask(App.authentication.test, { authData });
        assert.deepEqual(known, { server: name, user: '', scope: 'write', syncs: 1, only: 'Clinique Rivière' });
        assert.equal(asked[0].what, 'GET /api/v1/syncs');
        assert.equal(asked[0].headers.authorization, `Bearer ${token}`);
        assert.equal(asked[0].headers['accept-language'], 'en');
        const label = (inputData) => ask(App.authentication.connectionLabel, { authData, inputData });
        assert.equal(await label(known), `Clinique Rivière at ${name} (a token that may read and write)`);
        assert.equal(await label({ ...known, only: '', scope: 'read' }), `${name} (a token that may only read)`);
        assert.equal(await label({ ...known, user: 'anne@clinic.example' }), `Clinique Rivière at ${name} (anne@clinic.example)`);
    }));

test('the drop-down lists the syncs and says which do not run', () =>
    withServer(two, async ({ authData }) => {
        assert.deepEqual(await ask(App.triggers.sync_list.operation.perform, { authData }), [
            { id: sync.id, name: 'Clinique Rivière' },
            { id: 'syn_2', name: 'Laval (paused)' },
        ]);
    }));

test('every step has the field for the sync; the only one is chosen already', async () => {
    const steps = [...Object.values(App.triggers), ...Object.values(App.searches), ...Object.values(App.creates)];
    for (const { key, display, operation } of steps) {
        if (display.hidden) continue;
        const fieldWith = (replies) =>
            withServer({ ...replies, ...details }, async ({ authData }) => {
                const fields = await ask(operation.inputFields, { authData, inputData: {} });
                return fields.find((field) => field.key === 'sync');
            });
        const chosen = await fieldWith(one);
        assert.deepEqual([chosen.required, chosen.dynamic, chosen.default], [true, 'sync_list.id.name', sync.id], key);
        assert.equal((await fieldWith(two)).default, undefined, key);
    }
});

test('without a chosen sync the only one is meant; among several the step says what to do', async () => {
    const perform = App.triggers.new_contact.operation.perform;
    await withServer({ ...one, [`GET ${base}/people/news`]: { json: { items: [] } } }, async ({ authData }) =>
        assert.deepEqual(await ask(perform, { authData, inputData: {} }), []),
    );
    for (const syncs of [two, { 'GET /api/v1/syncs': { json: { items: [], next: null } } }])
        await withServer(syncs, ({ authData }) =>
            assert.rejects(ask(perform, { authData, inputData: {} }), /not clear which sync is meant/),
        );
});

test('other mapped fields are inputs with the app’s words; what flows one way is none', () =>
    withServer({ ...two, ...details }, async ({ authData }) => {
        const inputs = (chosen) =>
            ask(App.creates.update_contact.operation.inputFields, { authData, inputData: chosen ? { sync: chosen } : {} });
        const mapped = (await inputs(sync.id)).filter((field) => field.key.startsWith('field_'));
        assert.deepEqual(mapped, [
            {
                key: 'field_dateOfBirth',
                label: 'Date of birth',
                type: 'string',
                helpText: 'As year-month-day, such as 1980-05-17.',
            },
            { key: 'field_city', label: 'City', type: 'string' },
            {
                key: 'field_custom_2egender',
                label: 'Gender',
                type: 'string',
                helpText: 'Known to the other app: male, female.',
            },
            {
                key: 'field_tags',
                label: 'Tags',
                type: 'string',
                list: true,
                helpText: 'Those given are added; none is taken away.',
            },
        ]);
        assert.deepEqual(
            (await inputs()).filter((field) => field.key.startsWith('field_')),
            [],
        );
        assert.equal((await inputs())[0].altersDynamicFields, true);
    }));

test('outputs are called by the names of the two apps', () =>
    withServer({ ...two, ...details }, async ({ authData }) => {
        const labels = async (inputData) => {
            const fields = await ask(App.triggers.updated_contact.operation.outputFields, { authData, inputData });
            return Object.fromEntries(fields.map((field) => [field.key, field.label]));
        };
        const known = await labels({ sync: sync.id });
        assert.equal(known.aRecord, 'Id in HighLevel');
        assert.equal(known.bRecord, 'Id in Hexfit');
        assert.equal(known.field_dateOfBirth, 'Date of birth');
        assert.equal(known.field_custom_2ebalance_5fdue, 'Balance due');
        assert.equal(known.field_email, undefined);
        assert.equal((await labels({})).aRecord, 'Id in the first app');
    }));

test('a key stands for its field, whatever letters it has', () => {
    for (const field of ['city', 'postal_code', 'custom.gender', 'custom..a__b', 'Prénom usuel', 'α', 'x_2e', '😀', '_']) {
        const key = keyOf(field);
        assert.match(key, /^fields?_[A-Za-z0-9_]+$/);
        assert.ok(!key.includes('__'), key);
        assert.equal(fieldOf(key), field);
    }
    for (const key of ['email', 'field_', 'field_a.b', 'field_a_zz', 'fieldcity', 'fields', 'fieldscity'])
        assert.equal(fieldOf(key), undefined, key);
});

test('an instant trigger subscribes its address, makes of a post what a poll gives, and unsubscribes', () =>
    withServer(
        {
            ...one,
            'POST /api/v1/subscriptions': { status: 201, json: { id: 'sub_1', secret: 'whsec_AAAA' } },
            'DELETE /api/v1/subscriptions/sub_1': { status: 204, text: '' },
            'DELETE /api/v1/subscriptions/sub_2': problem(404, 'deliveries.unknown_subscription'),
            [`GET ${base}/people/news`]: { json: { items: [{ id: 'lnk_1', kind: 'new', at: 'T', fields: [], person }] } },
        },
        async ({ authData, asked }) => {
            const { operation } = App.triggers.new_or_updated_contact_instant;
            const inputData = { sync: sync.id };
            const targetUrl = 'https://hooks.zapier.com/hooks/standard/1/a/';
            const subscribeData = await ask(operation.performSubscribe, { authData, inputData, targetUrl });
            assert.deepEqual(subscribeData, { id: 'sub_1' }, 'and not the secret');
            assert.deepEqual(asked.at(-1).body, {
                label: 'Zapier',
                address: targetUrl,
                types: ['contact.linked', 'contact.updated'],
                sync: sync.id,
                payload: 'full',
            });
            const post = (type, data) => ({ id: 'out_1', type, timestamp: 'T', data: { link: 'lnk_1', ...data } });
            const told = (cleanedRequest) => ask(operation.perform, { authData, inputData, cleanedRequest });
            const listed = await ask(operation.performList, { authData, inputData });
            assert.deepEqual(await told(post('contact.linked', { person })), listed);
            assert.deepEqual(await told(post('contact.updated', { fields: ['phone'], person })), [
                { ...listed[0], id: 'out_1', kind: 'updated', changedFields: ['phone'] },
            ]);
            assert.deepEqual(await told(post('contact.updated', { fields: ['phone'], person: null })), []);
            await ask(operation.performUnsubscribe, { authData, inputData, subscribeData });
            assert.equal(asked.at(-1).what, 'DELETE /api/v1/subscriptions/sub_1');
            await ask(operation.performUnsubscribe, { authData, inputData, subscribeData: { id: 'sub_2' } });
        },
    ));

test('triggers ask for their kind of news and give each the id by which Zapier knows it', async () => {
    const at = '2026-03-01T10:04:03.120Z';
    const news = [
        { id: 'n2', kind: 'updated', at, fields: ['city'], person },
        { id: 'n1', kind: 'new', at, fields: [], person },
    ];
    const kinds = { new_contact: 'new', updated_contact: 'updated', new_or_updated_contact: 'any' };
    for (const [key, kind] of Object.entries(kinds))
        await withServer({ [`GET ${base}/people/news`]: { json: { items: news } } }, async ({ authData, asked }) => {
            const items = await ask(App.triggers[key].operation.perform, { authData, inputData: { sync: sync.id } });
            assert.deepEqual(asked[0].query, { kind, limit: '200' });
            assert.deepEqual(items, [
                { id: 'n2', ...flat, kind: 'updated', changedFields: ['city'], changedAt: at },
                { id: 'n1', ...flat, kind: 'new', changedFields: [], changedAt: at },
            ]);
        });
});

test('the first way that is given finds somebody', async () => {
    const perform = App.searches.find_contact.operation.perform;
    const cases = [
        [{ email: ' anne.roy@example.com ', phone: '514', externalId: '7', id: 'x' }, { email: 'anne.roy@example.com' }],
        [{ email: '', phone: '514 555-0123', externalId: '7' }, { phone: '514 555-0123' }],
        [{ phone: null, externalId: 7, id: 'x' }, { external_id: '7' }],
        [{ id: 'lnk_1&email=x' }, { id: 'lnk_1&email=x' }],
    ];
    for (const [given, query] of cases)
        await withServer({ [`GET ${base}/people`]: { json: { items: [person] } } }, async ({ authData, asked }) => {
            const found = await ask(perform, { authData, inputData: { sync: sync.id, ...given } });
            assert.deepEqual(asked[0].query, query);
            assert.deepEqual(found, [{ id: 'lnk_1', ...flat, matches: 1 }]);
        });
    const both = { json: { items: [person, { ...person, id: 'lnk_2' }] } };
    await withServer({ [`GET ${base}/people`]: both }, async ({ authData }) => {
        const found = await ask(perform, { authData, inputData: { sync: sync.id, email: 'x@example.com' } });
        assert.deepEqual(
            found.map(({ id, matches }) => [id, matches]),
            [
                ['lnk_1', 2],
                ['lnk_2', 2],
            ],
        );
    });
    await withServer({}, async ({ authData, asked }) => {
        const inputData = { sync: sync.id, email: ' ', phone: '' };
        await assert.rejects(ask(perform, { authData, inputData }), { name: 'HaltedError', message: /nothing to look for/ });
        assert.deepEqual(asked, []);
    });
});

test('nobody found is an empty list', () =>
    withServer({ [`GET ${base}/people`]: { json: { items: [] } } }, async ({ authData }) =>
        assert.deepEqual(
            await ask(App.searches.find_contact.operation.perform, {
                authData,
                inputData: { sync: sync.id, email: 'a@b.example' },
            }),
            [],
        ),
    ));

test('actions send what is given in their mode, leave out what is blank, and tell what was done', async () => {
    const given = {
        sync: sync.id,
        id: 'lnk_1',
        email: ' anne.roy@example.com ',
        fullName: '',
        externalId: 17,
        phone: null,
        firstName: 'Anne {{bundle.authData.token}}',
        lastName: '   ',
        field_city: 'Laval {{x}}',
        field_custom_2egender: '',
        field_tags: ['vip', ' ', 'yoga'],
        field_postal_5fcode: 90210,
        something: 'else',
    };
    const wish = {
        email: 'anne.roy@example.com',
        external_id: '17',
        first_name: 'Anne {{bundle.authData.token}}',
        fields: { city: 'Laval {{x}}', tags: ['vip', 'yoga'], postal_code: '90210' },
    };
    const modes = { create_contact: 'create', update_contact: 'update', create_or_update_contact: 'create_or_update' };
    for (const [key, mode] of Object.entries(modes))
        for (const status of [200, 201])
            await withServer({ [`POST ${base}/people`]: { status, json: done } }, async ({ authData, asked }) => {
                const told = await ask(App.creates[key].operation.perform, { authData, inputData: given });
                assert.deepEqual(asked[0].body, { mode, ...wish, ...(mode === 'update' ? { id: 'lnk_1' } : {}) });
                assert.match(asked[0].headers['content-type'], /^application\/json/);
                assert.deepEqual(told, {
                    id: 'lnk_1',
                    ...flat,
                    did: 'updated',
                    written: ['city'],
                    next: 'carried',
                    why: 'The sync looks at this person now.',
                });
            });
});

test('a sync’s id cannot lead to another address', () =>
    withServer({}, async ({ authData, asked }) => {
        const inputData = { sync: '../../tokens?x=', email: 'a@b.example' };
        await assert.rejects(ask(App.searches.find_contact.operation.perform, { authData, inputData }));
        assert.equal(asked[0].what, 'GET /api/v1/syncs/..%2F..%2Ftokens%3Fx%3D/people');
    }));

test('only what repeats a standard value is left out of the mapped fields', () =>
    withServer(
        { [`GET ${base}/people`]: { json: { items: [{ ...person, fields: { email: 'other@example.com', phone: null } }] } } },
        async ({ authData }) => {
            const inputData = { sync: sync.id, id: 'lnk_1' };
            const [found] = await ask(App.searches.find_contact.operation.perform, { authData, inputData });
            assert.equal(found.field_email, 'other@example.com');
            assert.equal(found.field_phone, null);
        },
    ));
