// SPDX-License-Identifier: Apache-2.0
// What the page of OAuth asks the API for.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type Schemas, server, told } from '../../api/client';

const key = (...more: string[]) => ['oauth', ...more];

export const useOAuthApps = () => useQuery({ queryKey: key('apps'), queryFn: () => told(server.GET('/api/v1/oauth/apps')) });
export const useGrants = () => useQuery({ queryKey: key('grants'), queryFn: () => told(server.GET('/api/v1/oauth/grants')) });
export const useAccounts = (grant: string) =>
    useQuery({
        queryKey: key('accounts', grant),
        queryFn: () => told(server.GET('/api/v1/oauth/grants/{grant_id}/accounts', { params: { path: { grant_id: grant } } })),
    });

// Whatever is done here changes connections and grants.
function useDoing<Input, Output>(act: (input: Input) => Promise<Output>) {
    const client = useQueryClient();
    return useMutation({
        mutationFn: act,
        onSettled: () => {
            void client.invalidateQueries({ queryKey: key() });
            void client.invalidateQueries({ queryKey: ['connections'] });
        },
    });
}
export const useSetApp = () =>
    useDoing(({ connector, ...app }: Schemas['NewOAuthApp'] & { connector: string }) =>
        told(server.PUT('/api/v1/oauth/apps/{connector}', { params: { path: { connector } }, body: app })),
    );
export const useBegin = () =>
    useDoing((input: Schemas['NewOAuthAuthorization']) => told(server.POST('/api/v1/oauth/authorizations', { body: input })));
export const useComplete = () =>
    useDoing((input: Schemas['OAuthReturn']) => told(server.POST('/api/v1/oauth/authorizations/complete', { body: input })));
export const useConnectAccounts = (grant: string) =>
    useDoing((accounts: string[]) =>
        told(
            server.POST('/api/v1/oauth/grants/{grant_id}/connections', {
                params: { path: { grant_id: grant } },
                body: { accounts },
            }),
        ),
    );
export const useRemoveGrant = () =>
    useDoing((grant: string) =>
        told(server.DELETE('/api/v1/oauth/grants/{grant_id}', { params: { path: { grant_id: grant } } })),
    );
