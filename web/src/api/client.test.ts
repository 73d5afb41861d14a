// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isLoopback } from '../parts/current_sync';
import { asFile, Failure, given, server, told } from './client';

afterEach(() => {
    vi.unstubAllGlobals();
});

function reply(status: number, body: unknown): void {
    vi.stubGlobal(
        'fetch',
        vi.fn(() => Promise.resolve(new Response(body === null ? null : JSON.stringify(body), { status }))),
    );
}

describe('the client', () => {
    it('marks every write, and no read, with the header the server asks for', async () => {
        reply(200, {});
        await told(server.GET('/api/v1/health'));
        await told(server.POST('/api/v1/syncs/{sync_id}/start', { params: { path: { sync_id: 'a/b' } } }));
        const calls = vi.mocked(fetch).mock.calls.map(([address, options]) => ({
            address,
            headers: new Headers(options?.headers),
            credentials: options?.credentials,
            body: options?.body,
        }));
        expect(calls[0]?.headers.get('X-Lockstep-Request')).toBeNull();
        expect(calls[1]?.headers.get('X-Lockstep-Request')).toBe('1');
        expect(calls[1]).toMatchObject({ address: '/api/v1/syncs/a%2Fb/start', credentials: 'same-origin' });
        expect(calls[1]?.headers.get('Content-Type')).toBeNull();
        expect(calls[1]?.headers.get('Accept-Language')).not.toBeNull();
    });
    it('sends a file as it is, and everything else as JSON', async () => {
        reply(201, {});
        const file = new Blob(['a;b']);
        await told(
            server.POST('/api/v1/connections/{connection_id}/snapshots', {
                params: { path: { connection_id: 'c' }, query: { name: 'x y.csv' } },
                ...asFile(file),
            }),
        );
        const upload = vi.mocked(fetch).mock.calls[0];
        expect(upload?.[0]).toBe('/api/v1/connections/c/snapshots?name=x%20y.csv');
        expect(upload?.[1]?.body).toBe(file);
        expect(new Headers(upload?.[1]?.headers).get('Content-Type')).toBe('application/octet-stream');
        reply(200, {});
        await told(server.POST('/api/v1/session', { body: { email: 'a@b.example', password: 'p' } }));
        const sign_in = vi.mocked(fetch).mock.calls[0];
        expect(sign_in?.[1]?.body).toBe('{"email":"a@b.example","password":"p"}');
        expect(new Headers(sign_in?.[1]?.headers).get('Content-Type')).toBe('application/json');
    });
    it('keeps the server’s problem', async () => {
        reply(409, { type: '/docs/errors/x', title: 'No', status: 409, detail: 'why', code: 'sync.no', request_id: 'req_1' });
        await expect(told(server.POST('/api/v1/merge', { body: { cases: [] } }))).rejects.toMatchObject({
            status: 409,
            code: 'sync.no',
        });
    });
    it('tells silence from refusal', async () => {
        vi.stubGlobal(
            'fetch',
            vi.fn(() => Promise.reject(new TypeError('no network'))),
        );
        await expect(told(server.GET('/api/v1/syncs'))).rejects.toMatchObject({ status: 0 });
        vi.stubGlobal(
            'fetch',
            vi.fn(() => Promise.resolve(new Response('<html>', { status: 502 }))),
        );
        await expect(told(server.GET('/api/v1/syncs'))).rejects.toMatchObject({ status: 502 });
        vi.stubGlobal(
            'fetch',
            vi.fn(() => Promise.resolve(new Response('<html>', { status: 200 }))),
        );
        await expect(told(server.GET('/api/v1/syncs'))).rejects.toBeInstanceOf(Failure);
    });
    it('reads the health of a server that is not well', async () => {
        reply(503, { status: 'draining', version: '1', uptime_seconds: 1, database: 'ok', checks: [] });
        await expect(told(server.GET('/api/v1/health'))).resolves.toMatchObject({ status: 'draining' });
    });
    it('leaves out what is not asked', () => {
        expect(given({ state: '', cursor: undefined, limit: 50, kind: [] })).toEqual({ limit: 50 });
    });
    it('writes what is asked as the server reads it', async () => {
        reply(200, {});
        await told(
            server.GET('/api/v1/syncs/{sync_id}/records', {
                params: { path: { sync_id: 's' }, query: given({ query: 'a+b@c', limit: 50 }) },
            }),
        );
        await told(
            server.GET('/api/v1/connections/{connection_id}/snapshots/{snapshot_id}/differences', {
                params: { path: { connection_id: 'c', snapshot_id: 'n' }, query: { kind: ['new', 'absent'] } },
            }),
        );
        const addresses = vi.mocked(fetch).mock.calls.map(([address]) => address);
        expect(addresses).toEqual([
            '/api/v1/syncs/s/records?query=a%2Bb%40c&limit=50',
            '/api/v1/connections/c/snapshots/n/differences?kind=new,absent',
        ]);
    });
});

describe('a sandbox', () => {
    it.each(['http://127.0.0.1:8081', 'http://localhost:1', 'http://[::1]:8082/v1', 'http://127.9.9.9'])(
        '%s is one',
        (address) => {
            expect(isLoopback(address)).toBe(true);
        },
    );
    it.each(['https://services.leadconnectorhq.com', 'https://127.0.0.1.example.com', 'nonsense'])('%s is none', (address) => {
        expect(isLoopback(address)).toBe(false);
    });
});
