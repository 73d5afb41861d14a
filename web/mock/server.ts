// SPDX-License-Identifier: Apache-2.0
// MOCK, for development only, never shipped: answers /api/v1 with invented people, and serves dist/ under the same
// Content-Security-Policy as the real program. POST /mock/scene {"scene": "..."} sets the stage:
// setup, signed_out, empty, several (clinics), unpaired, draft, planning, planned, backfilling, running, quiet, troubled, paused, observing.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { components } from '../src/api/schema.d.ts';
import { connectors } from './connectors.ts';
import { makePeople, type Person } from './people.ts';

type Schemas = components['schemas'];

const port = Number(process.env['MOCK_PORT'] ?? 21080);
const dist = fileURLToPath(new URL('../dist', import.meta.url));
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; connect-src 'self'";

let scene = process.env['MOCK_SCENE'] ?? 'running';
let invitations = false;
let signed_in = true;
const people = makePeople(276, 18, 22);
const time = (ago_ms = 0) => new Date(Date.now() - ago_ms).toISOString();
const con_a = 'con_01KPC9M1ZT4V7Q2B8N5D3X6WRE';
const con_b = 'con_01KPC9P7GZ3H5J8K2M4N6Q9RST';
const sync_id = 'syn_01KPC9R4W2X5Y7Z9A1B3C6D8EF';

function condition(state: Schemas['Condition']['state'], weight: Schemas['Condition']['weight'], code: string, more: Partial<Schemas['Condition']> = {}): Schemas['Condition'] {
    return { state, weight, code: `condition.${code}`, params: { label: 'Hexfit – Centre du mouvement', app: 'Hexfit' }, message: '', remedy: '', since: null, next_try_at: null, waits: 0, ...more };
}
const answers = () => condition('well', 'good', 'connection.well', { since: time(3_000) });
const of_b = () => (scene === 'troubled' ? condition('refused', 'alarm', 'connection.refused', { since: time(412_000), next_try_at: time(-130_000), waits: 37 }) : answers());
function of_sync(): Schemas['Condition'] {
    if (scene === 'troubled') return of_b();
    const state = sync().state;
    if (state === 'draft' || state === 'paused') return condition('paused', 'quiet', `sync.${state}`);
    return state === 'backfilling' ? condition('working', 'quiet', 'sync.backfilling') : condition('well', 'good', 'sync.well');
}

function connections(): Schemas['Connection'][] {
    if (scene === 'empty') return [];
    return [
        { id: con_a, label: 'Clinique Rivière-des-Prairies', connector: 'highlevel', profile: 'highlevel', title: 'HighLevel', base_url: 'http://127.0.0.1:8081', settings: { locationId: 've9EPM428h8vShlRW1KT' } as unknown as Record<string, never>, account_key: 've9EPM428h8vShlRW1KT', state: 'active', grant_id: null, webhook_path: '/webhooks/contacts', health: answers(), created_at: time(86_400_000 * 9) },
        { id: con_b, label: 'Hexfit – Centre du mouvement', connector: 'hexfit', profile: 'hexfit-full', title: 'Hexfit', base_url: 'http://127.0.0.1:8082', settings: {}, account_key: '', state: scene === 'troubled' ? 'needs_credential' : 'active', grant_id: null, webhook_path: '/webhooks/in/…', health: of_b(), created_at: time(86_400_000 * 9) },
    ];
}

const state_of_scene: Record<string, Schemas['SyncState']> = { draft: 'draft', planning: 'draft', planned: 'draft', backfilling: 'backfilling', paused: 'paused' };

const able = { to_a: true, to_b: true, edits_to_a: true, edits_to_b: true };

function sync(): Schemas['Sync'] {
    return {
        id: sync_id, label: 'Clinique Rivière-des-Prairies', state: state_of_scene[scene] ?? 'running', version: 2,
        a: { connection: con_a, label: 'Clinique Rivière-des-Prairies', connector: 'highlevel' }, b: { connection: con_b, label: 'Hexfit – Centre du mouvement', connector: 'hexfit-full' },
        mapping: { rows: [] }, policy: { consistency_delay_seconds: 180, quota_share: 0.8, send_invitations: invitations }, attached: { note: able, task: able, confirm_to_a: true, confirm_to_b: false }, created_at: time(86_400_000 * 9),
    };
}

const clinics = Array.from({ length: 50 }, (_, at) => ({ ...sync(), id: at === 0 ? sync_id : `${sync_id.slice(0, -2)}${String(at).padStart(2, '0')}`, label: `Clinique ${String(at + 1).padStart(2, '0')}${at % 7 === 3 ? ' – Centre de physiothérapie et de massothérapie du Plateau' : ''}` }));

const began = Date.now();
function status(): Schemas['SyncStatus'] {
    const fresh = scene === 'draft' || scene === 'planning' || scene === 'planned';
    const paired = Math.min(280, 60 + Math.floor(((Date.now() - began) / 400) % 200));
    const quiet = scene === 'quiet';
    return {
        state: sync().state,
        backfill: fresh ? { phase: '', read: { a: 0, b: 0 }, paired: 0, total: 0 }
            : scene === 'backfilling' ? { phase: 'pair_a', read: { a: 200, b: 200 }, paired, total: 280 } : { phase: 'done', read: { a: 200, b: 200 }, paired: 280, total: 280 },
        counts: {
            linked: fresh ? 0 : scene === 'backfilling' ? paired : 276, unlinked_a: fresh ? 200 : quiet ? 0 : 18, unlinked_b: fresh ? 200 : quiet ? 0 : 22, records_a: fresh ? 200 : 294, records_b: fresh ? 200 : 298,
            unsure: fresh || quiet ? 0 : 3, waiting: scene === 'paused' ? 1482 : scene === 'troubled' ? 37 : 0, unknown: scene === 'troubled' ? 2 : 0, open_issues: fresh || quiet ? 0 : issues().length, changes_24h: fresh ? 0 : 344,
        },
        lag_seconds: scene === 'troubled' ? 412 : scene === 'paused' ? 5_200 : 0.2,
        calls: { a: { total: 512, by_operation: {} }, b: { total: 244, by_operation: {} } },
        quota: { a: { limit: null, used_month: 5120, used_30_days: 5120, free_at: null }, b: { limit: 500, used_month: scene === 'troubled' ? 500 : 244, used_30_days: 244, free_at: scene === 'troubled' ? '2026-04-01T00:00:00.000Z' : null } },
        last_change_at: fresh ? null : time(3_000),
        health: of_sync(),
        sides: { a: answers(), b: of_b() },
    };
}

function name(person: Person): string {
    return [person.fields['firstName'], person.fields['lastName']].filter((part) => typeof part === 'string').join(' ');
}

function summary(person: Person): Schemas['RecordSummary'] {
    const text = (field: string) => { const value = person.fields[field]; return typeof value === 'string' ? value : null; };
    return {
        link_id: person.link, a_record: person.a, b_record: person.b, name: name(person), email: text('email'), phone: text('phone'),
        state: person.unsure ? 'unsure' : person.link !== null ? 'linked' : person.a !== null ? 'only_a' : 'only_b', updated_at: time(people.indexOf(person) * 3_700_000),
    };
}

function find(id: string): Person | undefined {
    return people.find((person) => person.link === id || person.a === id || person.b === id);
}

let change_number = 0;
function change(person: Person, side: 'a' | 'b', field: string, ago_ms: number, outcome: Schemas['Change']['outcome'] = 'done'): Schemas['Change'] {
    const after = field === 'phone' ? '+15145550199' : field === '' ? null : person.fields[field] ?? null;
    return {
        id: `chg_${String(++change_number).padStart(26, '0')}`, at: time(ago_ms + 1_200), settled_at: outcome === 'done' ? time(ago_ms) : null, batch_id: 'bat_01KPCA2E0T1V3X5Z7B9D2F4H6J', link_id: person.link, a_record: person.a, b_record: person.b,
        side, field, before: field === 'phone' ? '+15145550123' : field === 'tags' ? ['vip'] : null, after, reason: field === '' ? 'create' : 'changed', mapping_version: 2, event_id: 'evt_01KPCA1T3V5X7Z9B2D4F6H8JKM', call_id: `cal_${Math.floor(ago_ms)}_${person.link ?? ''}`, outcome,
    };
}

function at(index: number): Person {
    return people[index % 276] as Person;
}

const changes: Schemas['Change'][] = [
    change(at(1), 'b', 'email', 14_000), change(at(0), 'b', 'phone', 31_000), change(at(0), 'b', 'address1', 31_000), change(at(2), 'a', 'phone', 62_000), change(at(3), 'a', 'lastName', 95_000, 'not_stored'),
    change(at(12), 'a', 'tags', 140_000), change(at(13), 'b', '', 240_000), change(at(14), 'b', 'dateOfBirth', 400_000), change(at(15), 'a', 'email', 700_000, 'unknown'), change(at(16), 'a', 'city', 5_000_000), change(at(16), 'a', 'address1', 5_000_000),
    change(at(16), 'a', 'language', 5_000_000), change(at(16), 'a', 'gender', 5_000_000), change(at(16), 'a', 'phone', 5_000_000), change(at(17), 'b', 'firstName', 9_000_000), change(at(18), 'b', 'phone', 20_000_000, 'refused'), change(at(19), 'a', '', 90_000_000),
    ...Array.from({ length: 30 }, (_, index) => change(at(20 + index), index % 2 === 0 ? 'a' : 'b', ['phone', 'email', 'city', 'tags'][index % 4] ?? 'phone', 100_000_000 + index * 4_000_000)),
];

function issues(): Schemas['Issue'][] {
    const sentences = (code: string, params: Record<string, string> = {}) => ({ code, params: { a: 'HighLevel', b: 'Hexfit', app: 'Hexfit', ...params }, message: '', remedy: '' });
    const base = { state: 'open' as const, count: 1, first_at: time(9_000_000), last_at: time(700_000), detail: {}, choices: ['try_again' as const, 'leave_alone' as const], values: null, version: '3f0c9a1b2d4e5f60', answer: null };
    const who = ['same_person' as const, 'different_people' as const, 'create_anyway' as const, 'leave_alone' as const];
    const unsure = people.filter((person) => person.unsure);
    return [
        { ...base, id: 'iss_1', kind: 'match_unsure', subject: unsure[0]?.a ?? null, field: null, ...sentences('issue.match_unsure.email_shared'), detail: { reason: 'email_shared', candidates: [at(4).b, at(5).b] }, choices: who },
        { ...base, id: 'iss_2', kind: 'not_stored', subject: at(3).link, field: 'lastName', ...sentences('issue.not_stored.any'), count: 3, choices: ['use_a', 'use_b', 'try_again', 'leave_alone'], values: { a: 'de La Rochefoucauld-Liancourt', b: 'de La Rochefoucauld' } },
        { ...base, id: 'iss_3', kind: 'write_refused', subject: unsure[1]?.a ?? null, field: 'email', ...sentences('issue.write_refused.said', { said: 'this address is taken' }) },
        { ...base, id: 'iss_4', kind: 'match_unsure', subject: unsure[2]?.a ?? null, field: null, ...sentences('issue.match_unsure.phone_shared'), choices: who },
    ];
}

function record(person: Person): Schemas['RecordView'] {
    const index = people.indexOf(person);
    const side = (id: string | null, field: Record<string, string | string[] | null>) => (id === null ? null : { id, fields: field, changed_at: time(60_000), observed_at: time(2_000), archived: false });
    const linked = person.link !== null;
    return {
        summary: summary(person),
        sides: { a: side(person.a, person.fields), b: side(person.b, person.fields) },
        rows: Object.entries(person.fields).map(([field, value]) => {
            if (index === 0 && field === 'phone') return { field, a: '+15145550199', b: '+15145550123', base: '+15145550123', decision: 'write_b' as const, reason: 'changed' };
            if (index === 3 && field === 'lastName') return { field, a: value, b: 'de La Rochefoucauld', base: null, decision: 'ask' as const, reason: 'conflict' };
            return { field, a: person.a === null ? null : value, b: person.b === null ? null : value, base: linked ? value : null, decision: 'agree' as const, reason: 'equal' };
        }),
        history: changes.filter((each) => each.link_id !== null && each.link_id === person.link),
        issues: issues().filter((issue) => issue.subject !== null && (issue.subject === person.link || issue.subject === person.a)),
    };
}

function events(): Schemas['Event'][] {
    return Array.from({ length: 140 }, (_, index) => {
        const person = people[(index * 7) % people.length] as Person;
        const from_a = index % 3 !== 1;
        const state = index === 0 ? 'waiting' : index % 17 === 5 ? 'ignored' : index === 9 ? 'parked' : 'done';
        return {
            id: `evt_01KPCA1T3V5X7Z9B2D4F${String(index).padStart(6, '0')}`, connection: from_a ? con_a : con_b, source: (['webhook', 'webhook', 'poll', 'sweep'] as const)[index % 4] ?? 'webhook', type: state === 'ignored' ? 'opportunity.updated' : 'contact.updated',
            record_id: state === 'ignored' ? '' : (from_a ? person.a : person.b) ?? person.a ?? person.b ?? '', delivery_id: index % 4 < 2 ? '7c1f8a52-0d36-4c4b-9d55-5ee0a1f3b6a9' : '', received_at: time(index * 47_000), state, note: state === 'parked' ? 'It could not be understood.' : '', note_code: state === 'ignored' ? 'event_note.no_started_sync' : '', note_params: {}, attempts: state === 'parked' ? 5 : 1,
        };
    });
}

function plan(): Schemas['PlanReport'] {
    if (scene === 'planning') return { state: 'comparing', started_at: time(1_800), progress: { read_a: 200, read_b: 200, compared: 174, total: 280 } };
    const sample = (index: number, kind: 'create' | 'update' | 'link' | 'unsure', side: 'a' | 'b' | ''): NonNullable<Schemas['PlanReport']['samples']>[number] => {
        const person = at(index);
        const fields = kind === 'create' ? ['firstName', 'lastName', 'email', 'phone'] : kind === 'update' ? ['phone', 'tags'] : [];
        return { name: name(person), a_record: person.a, b_record: side === 'b' && kind === 'create' ? null : person.b, kind, side, reason: kind === 'unsure' ? 'email_shared' : kind === 'link' ? 'email' : '', fields: fields.map((field) => ({ field, before: kind === 'create' ? null : field === 'tags' ? ['vip'] : '+15145550123', after: person.fields[field] ?? null, side: side === '' ? 'b' : side, reason: kind === 'create' ? 'create' : field === 'phone' ? 'first_match' : 'set' })) };
    };
    return {
        state: 'done', started_at: time(62_000), finished_at: time(60_000), progress: { read_a: 200, read_b: 200, compared: 280, total: 280 }, records: { a: 200, b: 200 }, linked: 0, matched: 117, unsure: 3, create_in_a: 80, create_in_b: 80, update_a: 31, update_b: 44, people_to_update: 58, unchanged: 42,
        changes_by_field: [{ field: 'phone', a: 12, b: 19 }, { field: 'address1', a: 9, b: 14 }, { field: 'tags', a: 14, b: 8 }, { field: 'dateOfBirth', a: 2, b: 6 }, { field: 'language', a: 1, b: 0 }],
        calls: { a: 131, b: 204 }, side_effects: { invitations: invitations ? 74 : 0 }, custom_fields_to_create: ['hexfit_id'], estimated_seconds: 34,
        samples: [sample(0, 'update', 'b'), sample(1, 'create', 'b'), sample(3, 'create', 'a'), sample(2, 'create', 'b'), sample(14, 'link', ''), sample(15, 'unsure', ''), sample(16, 'update', 'a'), sample(17, 'update', '')], error: null,
    };
}

class Refusal {
    status: number;
    code: string;
    title: string;
    detail: string;
    constructor(status_: number, code: string, title: string, detail: string) {
        this.status = status_;
        this.code = code;
        this.title = title;
        this.detail = detail;
    }
}

function answer(method: string, path: string, parameters: URLSearchParams, body: Record<string, unknown>): unknown {
    if (path === '/session' && method === 'GET') {
        const session: Schemas['Session'] = scene === 'setup' ? { signed_in: false, setup_required: true, user: null }
            : scene === 'signed_out' || !signed_in ? { signed_in: false, setup_required: false, user: null }
                : { signed_in: true, setup_required: false, user: { id: 'usr_1', email: 'owner@clinique-riviere.example', role: 'owner' }, scope: 'owner', expires_at: null };
        return session;
    }
    if (path === '/session' && method === 'POST') {
        if (body['password'] !== 'correct horse battery staple') throw new Refusal(401, 'identity.refused', 'Not signed in', 'E-mail or password is wrong.');
        signed_in = true;
        if (scene === 'signed_out') scene = 'running';
        return answer('GET', '/session', parameters, {});
    }
    if (path === '/session' && method === 'DELETE') { signed_in = false; return null; }
    if (path === '/setup') { scene = 'empty'; signed_in = true; return answer('GET', '/session', parameters, {}); }
    if (path === '/installation' || path === '/installation/adopt' || path === '/keys/rotate') {
        const observing = scene === 'observing' && path !== '/installation/adopt';
        return {
            writes: observing ? { state: 'held', why: 'restored', since: '2026-04-01T08:00:00Z' } : { state: 'allowed', why: null, since: null },
            retention: { events_days: 30, history_days: 365 },
            keys: [{ version: 1, made_at: '2026-01-05T09:00:00Z' }, { version: 2, made_at: '2026-03-05T09:00:00Z' }],
            backup: { folder: '/var/lib/lockstep/backups', last: { made_at: '2026-04-02T02:10:00Z', place: '/var/lib/lockstep/backups/lockstep-20260402T021000Z', bytes: 18_432_000 }, has_recovery_copy: true },
        } satisfies Schemas['Installation'];
    }
    if (path === '/alerts') {
        return {
            is_on: true, from: 'alarm', delay_minutes: 5, quiet: { from: '22:00', until: '07:00' }, zone: 'America/Toronto', mail_is_set: true, changed_at: '2026-03-05T09:00:00Z', is_quiet_now: false, is_failing: false,
            recipients: [{ channel: 'mail', address: 'clinique@example.com', language: 'fr' }], messages: [],
        } satisfies Schemas['Alerts'];
    }
    if (path === '/users') {
        return {
            items: [
                { id: 'usr_1', email: 'owner@clinique-riviere.example', role: 'owner', created_at: '2026-01-05T09:00:00Z', joined_at: '2026-01-05T09:00:00Z', link_expires_at: null },
                { id: 'usr_2', email: 'accueil@clinique-riviere.example', role: 'viewer', created_at: '2026-03-30T09:00:00Z', joined_at: null, link_expires_at: '2026-04-06T09:00:00Z' },
            ],
            next: null,
        } satisfies Schemas['UserPage'];
    }
    if (path === '/tokens') {
        return {
            items: [
                { id: 'tok_01KPC9M1ZT4V7Q2B8N5D3X6WRE', label: 'commands on this machine', scope: 'write', created_at: '2026-01-05T09:00:00Z', last_used_at: '2026-04-02T02:10:00Z', expires_at: null },
                { id: 'tok_01KPC9M1ZT4V7Q2B8N5D3X6WRF', label: 'Tableau de bord', scope: 'read', created_at: '2026-02-05T09:00:00Z', last_used_at: null, expires_at: '2027-02-05T09:00:00Z' },
            ],
            next: null,
        } satisfies Schemas['TokenPage'];
    }
    if (path === '/mail') return { is_set: true, host: 'smtp.example.com', port: 587, tls: 'starttls', user: 'clinique@example.com', has_password: true, sender_name: 'Clinique Rivière', sender: 'clinique@example.com', changed_at: '2026-03-05T09:00:00Z' } satisfies Schemas['Mail'];
    if (path === '/hooks') {
        return {
            items: [{ id: 'hok_01KPCA1T3V5X7Z9B2D4F6H8JKM', label: 'Formulaire de contact', path: '/webhooks/in/hook_4mJ0rq8vT2x', created_at: '2026-03-05T09:00:00Z', revoked_at: null, last_at: '2026-04-02T02:10:00Z', received: 12 }],
            next: null,
        } satisfies Schemas['HookPage'];
    }
    if (path === '/audit/check') return { ok: true, entries: 3, broken_at: null } satisfies Schemas['AuditCheck'];
    if (path === '/audit') {
        const actions = [['keys.rotate', 'usr_01KPC9M1ZT4V7Q2B8N5D3X6WRE', '2'], ['connection.create', 'console', 'con_01KPC9M1ZT4V7Q2B8N5D3X6WRE'], ['setup.owner_made', 'usr_01KPC9M1ZT4V7Q2B8N5D3X6WRE', 'usr_01KPC9M1ZT4V7Q2B8N5D3X6WRE']] as const;
        const items = actions.map(([action, actor, subject], at) => ({ number: 3 - at, id: `aud_${at}`, at: '2026-04-01T08:00:00Z', actor, action, subject, hash: '' }));
        return { items, next: null } satisfies Schemas['AuditPage'];
    }
    if (path === '/health') return { status: 'ok', version: '0.1.0-mock', uptime_seconds: 8112, database: 'ok', checks: [{ name: 'database', ok: true }] } satisfies Schemas['Health'];
    if (!signed_in) throw new Refusal(401, 'identity.not_signed_in', 'Not signed in', 'Sign in first.');
    if (path === '/connections' && method === 'GET') return { items: connections(), next: null };
    if (path === '/connectors') {
        return { items: connectors, next: null } satisfies Schemas['ConnectorPage'];
    }
    if (path === '/connections' && method === 'POST') throw new Refusal(422, 'connections.credential_refused', 'The credential was refused', 'HighLevel answered 401: the token is not known for this location.');
    const connection = /^\/connections\/([^/]+)(\/test|\/credential)?$/.exec(path);
    if (connection !== null) {
        const found = connections().find((each) => each.id === connection[1]);
        if (found === undefined) throw new Refusal(404, 'connections.unknown', 'There is no such connection', 'It may have been removed.');
        if (connection[2] === '/test') return { ok: true, owner: found.label, account_key: found.account_key, call_id: 'cal_1', detail: '', code: '', params: {} };
        if (connection[2] === '/credential') throw new Refusal(422, 'connections.credential_refused', 'The credential was refused', 'The app does not accept the credential.');
        return { connection: found, deliveries: { accepted_at: found.id === con_a ? time(42_000) : null, refused_at: null, refusal: null, refused_in_a_row: 0, health: condition(found.id === con_a ? 'well' : 'unknown', found.id === con_a ? 'good' : 'quiet', found.id === con_a ? 'connection.delivered' : 'connection.no_delivery') }, reach: { has_webhooks: true, webhooks_arrive: found.id === con_a, poll_every_seconds: 60, sweep_every_seconds: 900, late_seconds_most: 60, guide: null, guide_body: null }, quota: found.id === con_a ? status().quota.a : status().quota.b, calls: { total: 512, by_operation: { 'contacts.get_contact': 301, 'contacts.update_contact': 128, 'contacts.create_contact': 80, 'contacts.search_contacts_advanced': 3 } }, custom_fields: found.id === con_a ? [{ id: '7qXkNnB2VvW5mP0sRt8C', key: 'hexfit_id', name: 'Hexfit id', type: 'TEXT' }] : [] } satisfies Schemas['ConnectionView'];
    }
    if (path === '/syncs' && method === 'GET') return { items: scene === 'empty' || scene === 'unpaired' ? [] : scene === 'several' ? clinics : [sync()], next: null };
    if (path === '/syncs' && method === 'POST') { scene = 'draft'; return sync(); }
    if (path === '/events') {
        const all = scene === 'draft' ? [] : events().filter((event) => (parameters.get('state') ?? event.state) === event.state && (parameters.get('connection') ?? event.connection) === event.connection);
        const from = Number(parameters.get('cursor') ?? 0);
        return { items: all.slice(from, from + 100), next: from + 100 < all.length ? String(from + 100) : null };
    }
    const event = /^\/events\/([^/]+)(\/replay)?$/.exec(path);
    if (event !== null) {
        const found = events().find((each) => each.id === event[1]) ?? events()[1];
        if (found === undefined) throw new Refusal(404, 'events.unknown', 'There is no such event', '');
        return { ...found, payload: { type: 'ContactUpdate', locationId: 've9EPM428h8vShlRW1KT', id: found.record_id, firstName: 'Anne', lastName: 'Roy', phone: '+15145550199', tags: ['vip'], customFields: [{ id: '7qXkNnB2VvW5mP0sRt8C', value: '100241' }] } };
    }
    const inside = /^\/syncs\/[^/]+(\/.*)$/.exec(path);
    if (inside === null) throw new Refusal(404, 'api.no_route', 'There is no such address', path);
    const rest = inside[1] ?? '';
    if (rest === '/status') return status();
    if (rest === '/plan' && method === 'POST') { scene = 'planning'; setTimeout(() => { scene = 'planned'; }, 3_000).unref(); return { accepted: true }; }
    if (rest === '/plan') {
        if (scene === 'draft') throw new Refusal(404, 'sync.no_plan', 'There is no plan yet', 'Start a dry run first.');
        return plan();
    }
    if (rest === '/start') { scene = scene === 'paused' ? 'running' : 'backfilling'; return sync(); }
    if (rest === '/pause') { scene = 'paused'; return sync(); }
    if (rest === '/document') { invitations = (body['policy'] as Schemas['Policy']).send_invitations ?? invitations; return sync(); }
    if (rest === '/answers') return { items: [], next: null };
    if (rest === '/issues') return { items: parameters.get('state') === 'closed' || status().counts.open_issues === 0 ? [] : issues(), next: null };
    if (rest === '/changes') return { items: status().last_change_at === null ? [] : changes.slice(0, 100), next: null };
    if (rest === '/records') {
        const wanted = parameters.get('query') ?? '';
        const state = parameters.get('state') ?? '';
        const all = people.map(summary).filter((each) => (wanted === '' || [each.email, each.phone, each.a_record, each.b_record, each.link_id].includes(wanted)) && (state === '' || (state === 'linked' ? each.state === 'linked' : state === 'unsure' ? each.state === 'unsure' : each.state.startsWith('only'))));
        const from = Number(parameters.get('cursor') ?? 0);
        return { items: all.slice(from, from + 100), next: from + 100 < all.length ? String(from + 100) : null };
    }
    const one = /^\/records\/([^/]+)(\/look)?$/.exec(rest);
    if (one !== null) {
        const found = find(decodeURIComponent(one[1] ?? ''));
        if (found === undefined) throw new Refusal(404, 'sync.unknown_record', 'There is no such record', 'Neither side has a record with this id.');
        return one[2] === '/look' ? { accepted: true } : record(found);
    }
    throw new Refusal(404, 'api.no_route', 'There is no such address', path);
}

const listeners = new Set<ServerResponse>();
let notice = 0;
function tell(kind: string, data: unknown): void {
    for (const listener of listeners) listener.write(`id: ${++notice}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
}
const fields = ['phone', 'email', 'city', 'address1', 'tags'];
setInterval(() => {
    if (listeners.size === 0 || scene !== 'running') return;
    const made = change(at(30 + Math.floor(Math.random() * 200)), Math.random() < 0.5 ? 'a' : 'b', fields[Math.floor(Math.random() * fields.length)] ?? 'phone', 40);
    changes.unshift(made);
    changes.length = Math.min(changes.length, 300);
    tell('change', { at: time(), sync: sync_id, link_id: made.link_id ?? '', record_id: (made.side === 'a' ? made.a_record : made.b_record) ?? '', side: made.side, fields: [made.field], outcome: 'done' } satisfies Schemas['ChangeNotice']);
}, Number(process.env['MOCK_TICK_MS'] ?? 4_000)).unref();

const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

function serveFile(path: string, reply: ServerResponse): void {
    let file = join(dist, normalize(path));
    if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) file = join(dist, 'index.html');
    reply.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': policy, 'Cache-Control': 'no-store' });
    createReadStream(file).pipe(reply);
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

const server = createServer((request, reply) => {
    void (async () => {
        const address = new URL(request.url ?? '/', 'http://127.0.0.1');
        if (address.pathname === '/mock/scene') {
            scene = String((await bodyOf(request))['scene']);
            signed_in = scene !== 'signed_out' && scene !== 'setup';
            reply.writeHead(204).end();
            return;
        }
        if (address.pathname === '/api/v1/stream') {
            reply.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
            reply.write(': mock\n\n');
            listeners.add(reply);
            request.on('close', () => listeners.delete(reply));
            return;
        }
        if (!address.pathname.startsWith('/api/v1')) {
            serveFile(address.pathname, reply);
            return;
        }
        const method = request.method ?? 'GET';
        try {
            if (method !== 'GET' && request.headers['x-lockstep-request'] !== '1') throw new Refusal(403, 'api.header_missing', 'The request is refused', 'X-Lockstep-Request is missing.');
            const result = answer(method, address.pathname.slice('/api/v1'.length), address.searchParams, await bodyOf(request));
            reply.writeHead(result === null ? 204 : 200, { 'Content-Type': 'application/json' }).end(result === null ? undefined : JSON.stringify(result));
        } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            const problem: Schemas['Problem'] = { type: `/docs/errors/${error.code}`, title: error.title, status: error.status, detail: error.detail, code: error.code, params: {}, request_id: 'req_01KPCA5N8Q' };
            reply.writeHead(error.status, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
        }
    })();
});
server.listen(port, '127.0.0.1', () => { process.stdout.write(`mock (invented data): http://127.0.0.1:${port} scene ${scene}\n`); });
