// SPDX-License-Identifier: Apache-2.0
// What the settings read and do.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { given, type Schemas, server, told } from '../../api/client';
import { keys } from '../../api/queries';

const tokens = ['tokens'] as const;
const audit = ['audit'] as const;
const mail = ['mail'] as const;

export const useTokens = () =>
    useQuery({ queryKey: tokens, queryFn: ({ signal }) => told(server.GET('/api/v1/tokens', { signal })) });

export const useAudit = () =>
    useInfiniteQuery({
        queryKey: audit,
        queryFn: ({ pageParam, signal }) =>
            told(server.GET('/api/v1/audit', { params: { query: given({ cursor: pageParam, limit: 50 }) }, signal })),
        initialPageParam: '',
        getNextPageParam: (page) => page.next ?? undefined,
    });

// What is done, and what is read again after it: the journal always.
function useDoing<Input, Output>(act: (input: Input) => Promise<Output>, touched: readonly (readonly unknown[])[]) {
    const client = useQueryClient();
    return useMutation<Output, Error, Input>({
        mutationFn: act,
        onSuccess: () => Promise.all([...touched, audit].map((queryKey) => client.invalidateQueries({ queryKey }))),
    });
}

export const useChangePassword = () =>
    useDoing((input: Schemas['ChangedPassword']) => told(server.POST('/api/v1/password', { body: input })), []);
export const useCreateToken = () =>
    useDoing((input: Schemas['NewToken']) => told(server.POST('/api/v1/tokens', { body: input })), [tokens]);
export const useRevokeToken = () =>
    useDoing((id: string) => told(server.DELETE('/api/v1/tokens/{token_id}', { params: { path: { token_id: id } } })), [tokens]);
export const useMail = () => useQuery({ queryKey: mail, queryFn: ({ signal }) => told(server.GET('/api/v1/mail', { signal })) });
export const useSetMail = () =>
    useDoing((input: Schemas['NewMail']) => told(server.PUT('/api/v1/mail', { body: input })), [mail]);
export const useRemoveMail = () => useDoing((_: null) => told(server.DELETE('/api/v1/mail')), [mail]);
export const useTestMail = () =>
    useDoing((input: Schemas['MailTest']) => told(server.POST('/api/v1/mail/test', { body: input })), []);
export const useRotateKeys = () => useDoing((_: null) => told(server.POST('/api/v1/keys/rotate')), [keys.installation]);
export const useBackUp = () =>
    useDoing((input: Schemas['NewBackup']) => told(server.POST('/api/v1/backups', { body: input })), [keys.installation]);
export const useAdopt = () =>
    useDoing((_: null) => told(server.POST('/api/v1/installation/adopt')), [keys.installation, keys.syncs]);
export const useCheckAudit = () => useMutation({ mutationFn: () => told(server.GET('/api/v1/audit/check')) });
