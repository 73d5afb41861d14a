// SPDX-License-Identifier: Apache-2.0
// What the settings read and do.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, query, type Schemas } from './client';
import { keys } from './queries';

const installation = ['installation'] as const;
const tokens = ['tokens'] as const;
const audit = ['audit'] as const;
const mail = ['mail'] as const;

export const useInstallation = () =>
    useQuery({ queryKey: installation, queryFn: ({ signal }) => api.get<Schemas['Installation']>('/installation', signal), staleTime: 30_000, refetchInterval: 60_000 });

export const useTokens = () =>
    useQuery({ queryKey: tokens, queryFn: ({ signal }) => api.get<Schemas['TokenPage']>('/tokens', signal) });

export const useAudit = () =>
    useInfiniteQuery({
        queryKey: audit,
        queryFn: ({ pageParam, signal }) => api.get<Schemas['AuditPage']>(`/audit${query({ cursor: pageParam, limit: 50 })}`, signal),
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

export const useChangePassword = () => useDoing((input: Schemas['ChangedPassword']) => api.post<null>('/password', input), []);
export const useCreateToken = () => useDoing((input: Schemas['NewToken']) => api.post<Schemas['CreatedToken']>('/tokens', input), [tokens]);
export const useRevokeToken = () => useDoing((id: string) => api.remove<null>(`/tokens/${encodeURIComponent(id)}`), [tokens]);
export const useMail = () => useQuery({ queryKey: mail, queryFn: ({ signal }) => api.get<Schemas['Mail']>('/mail', signal) });
export const useSetMail = () => useDoing((input: Schemas['NewMail']) => api.put<Schemas['Mail']>('/mail', input), [mail]);
export const useRemoveMail = () => useDoing((_: null) => api.remove<null>('/mail'), [mail]);
export const useTestMail = () => useDoing((input: Schemas['MailTest']) => api.post<Schemas['RunResult']>('/mail/test', input), []);
export const useRotateKeys = () => useDoing((_: null) => api.post<Schemas['Installation']>('/keys/rotate'), [installation]);
export const useBackUp = () => useDoing((input: Schemas['NewBackup']) => api.post<Schemas['Backup']>('/backups', input), [installation]);
export const useAdopt = () => useDoing((_: null) => api.post<Schemas['Installation']>('/installation/adopt'), [installation, keys.syncs]);
export const useCheckAudit = () => useMutation({ mutationFn: () => api.get<Schemas['AuditCheck']>('/audit/check') });
