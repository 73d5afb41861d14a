// SPDX-License-Identifier: Apache-2.0
// A server on 127.0.0.1 that answers what a test tells it to, and remembers what it was asked.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';

export const token = 'lsk_q3mW0b1xY7cV2nR8tK5pL9sD4fG6hJ1aZ0eU3iO';

/** `replies`: by "GET /path" (without the query) what to answer, or a function of the request that answers it itself. */
export async function withServer(replies, body) {
    const asked = [];
    const server = createServer((request, response) => {
        const chunks = [];
        request.on('data', (chunk) => chunks.push(chunk));
        request.on('end', () => {
            const url = new URL(request.url, 'http://server');
            const text = Buffer.concat(chunks).toString('utf8');
            asked.push({
                what: `${request.method} ${url.pathname}`,
                query: Object.fromEntries(url.searchParams),
                headers: request.headers,
                body: text === '' ? undefined : JSON.parse(text),
            });
            const reply = replies[`${request.method} ${url.pathname}`] ?? problem(404, 'api.no_such_address');
            if (typeof reply === 'function') return reply(request, response);
            const { status = 200, headers = {}, json, text: plain } = reply;
            response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
            return response.end(plain ?? JSON.stringify(json));
        });
    });
    await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
    const authData = { server: `http://127.0.0.1:${server.address().port}`, token };
    try {
        return await body({ authData, asked, name: `127.0.0.1:${server.address().port}` });
    } finally {
        server.closeAllConnections();
        await new Promise((closed) => server.close(closed));
    }
}

export const problem = (status, code, more = {}) => ({
    status,
    headers: { 'Content-Type': 'application/problem+json', ...more.headers },
    json: {
        type: `/docs/errors/${code}`,
        title: more.title ?? 'What happened',
        status,
        detail: more.detail ?? 'Why it did.',
        remedy: more.remedy ?? 'What to do.',
        code,
        params: {},
        request_id: 'req_01KPCA5N8Q',
    },
});

/** Examples as docs/api/openapi.yaml has them. */
export const sync = JSON.parse(readFileSync(new URL('./sync.json', import.meta.url), 'utf8'));
export const connectors = JSON.parse(readFileSync(new URL('./connectors.json', import.meta.url), 'utf8'));

export const person = {
    id: 'lnk_1',
    link_id: 'lnk_1',
    a_record: 'Kp3x9TqLmNw2VbYc7RdZ',
    b_record: '100241',
    external_id: 'crm-17',
    full_name: 'Anne Roy',
    first_name: 'Anne',
    last_name: 'Roy',
    email: 'anne.roy@example.com',
    phone: '+15145550123',
    fields: {
        firstName: 'Anne',
        lastName: 'Roy',
        email: 'anne.roy@example.com',
        phone: '+15145550123',
        city: 'Laval',
        'custom.gender': null,
        tags: ['vip', 'yoga'],
    },
    state: 'linked',
    updated_at: '2026-03-01T10:04:03.120Z',
};
export const done = {
    did: 'updated',
    side: 'a',
    written: ['city'],
    next: 'carried',
    why: 'The sync looks at this person now.',
    person,
};
