// SPDX-License-Identifier: Apache-2.0
// Talks to /api/v1 with the session cookie. Every failure becomes a Failure that says what the server said, or that it is silent.
import i18next from 'i18next';
import type { components } from './schema';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];

export class Failure extends Error {
    readonly status: number;  // 0: no reply at all
    readonly problem: Problem | null;

    constructor(status: number, problem: Problem | null) {
        super(problem?.title ?? `HTTP ${status}`);
        this.name = 'Failure';
        this.status = status;
        this.problem = problem;
    }

    get code(): string {
        return this.problem?.code ?? '';
    }
}

function isProblem(value: unknown): value is Problem {
    return typeof value === 'object' && value !== null && 'code' in value && 'title' in value;
}

async function readJson(reply: Response): Promise<unknown> {
    const text = await reply.text();
    if (text === '') return null;
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return null;
    }
}

// A file goes as it is, everything else as JSON.
async function ask(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': i18next.resolvedLanguage ?? 'en' };
    const is_file = body instanceof Blob;
    if (method !== 'GET') headers['X-Lockstep-Request'] = '1';
    if (body !== undefined) headers['Content-Type'] = is_file ? 'application/octet-stream' : 'application/json';
    try {
        return await fetch(`/api/v1${path}`, {
            method,
            headers,
            credentials: 'same-origin',
            ...(body === undefined ? {} : { body: is_file ? body : JSON.stringify(body) }),
            ...(signal === undefined ? {} : { signal }),
        });
    } catch (error) {
        if (error instanceof DOMException && error.name === 'AbortError') throw error;
        throw new Failure(0, null);
    }
}

async function send<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const reply = await ask(method, path, body, signal);
    const json = await readJson(reply);
    // The health route answers 503 with a body that is no problem but an answer.
    if (!reply.ok && !(reply.status === 503 && json !== null && !isProblem(json))) {
        throw new Failure(reply.status, isProblem(json) ? json : null);
    }
    return json as T;
}

async function download(path: string): Promise<Blob> {
    const reply = await ask('GET', path);
    if (reply.ok) return reply.blob();
    const json = await readJson(reply);
    throw new Failure(reply.status, isProblem(json) ? json : null);
}

export const api = {
    get: <T>(path: string, signal?: AbortSignal) => send<T>('GET', path, undefined, signal),
    post: <T>(path: string, body?: unknown) => send<T>('POST', path, body),
    patch: <T>(path: string, body: unknown) => send<T>('PATCH', path, body),
    put: <T>(path: string, body: unknown) => send<T>('PUT', path, body),
    upload: <T>(path: string, file: Blob) => send<T>('POST', path, file),
    download,
    remove: <T>(path: string) => send<T>('DELETE', path),
};

export function query(values: Record<string, string | number | undefined>): string {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) {
        if (value !== undefined && value !== '') parameters.set(name, String(value));
    }
    const text = parameters.toString();
    return text === '' ? '' : `?${text}`;
}
