// SPDX-License-Identifier: Apache-2.0
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isLoopback } from '../parts/current_sync';
import { api, Failure, query } from './client';

afterEach(() => { vi.unstubAllGlobals(); });

function reply(status: number, body: unknown): void {
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(body === null ? null : JSON.stringify(body), { status }))));
}

describe('the client', () => {
    it('marks every write, and no read, with the header the server asks for', async () => {
        reply(200, {});
        await api.get('/health');
        await api.post('/syncs/x/start');
        const calls = vi.mocked(fetch).mock.calls.map(([, options]) => options?.headers as Record<string, string>);
        expect(calls[0]?.['X-Lockstep-Request']).toBeUndefined();
        expect(calls[1]?.['X-Lockstep-Request']).toBe('1');
    });
    it('keeps the server’s problem', async () => {
        reply(409, { type: '/docs/errors/x', title: 'No', status: 409, detail: 'why', code: 'sync.no', request_id: 'req_1' });
        await expect(api.post('/x')).rejects.toMatchObject({ status: 409, code: 'sync.no' });
    });
    it('tells silence from refusal', async () => {
        vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('no network'))));
        await expect(api.get('/x')).rejects.toMatchObject({ status: 0 });
        vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response('<html>', { status: 502 }))));
        await expect(api.get('/x')).rejects.toBeInstanceOf(Failure);
    });
    it('reads the health of a server that is not well', async () => {
        reply(503, { status: 'draining', version: '1', uptime_seconds: 1, database: 'ok', checks: [] });
        await expect(api.get('/health')).resolves.toMatchObject({ status: 'draining' });
    });
    it('leaves out what is not asked', () => {
        expect(query({ state: '', cursor: undefined, limit: 50, query: 'a+b@c' })).toBe('?limit=50&query=a%2Bb%40c');
    });
});

describe('a sandbox', () => {
    it.each(['http://127.0.0.1:8081', 'http://localhost:1', 'http://[::1]:8082/v1', 'http://127.9.9.9'])('%s is one', (address) => { expect(isLoopback(address)).toBe(true); });
    it.each(['https://services.leadconnectorhq.com', 'https://127.0.0.1.example.com', 'nonsense'])('%s is none', (address) => { expect(isLoopback(address)).toBe(false); });
});
