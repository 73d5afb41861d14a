// SPDX-License-Identifier: Apache-2.0
// What is asked of the catalogue, and how an operation is run.
import { useQuery } from '@tanstack/react-query';
import { type Schemas, server, told } from '../../api/client';
import { keys, useDoing } from '../../api/queries';

// Summaries of one profile. They change with the program only, and with the language they are told in.
export const useCatalogue = (profile: string) =>
    useQuery({
        queryKey: keys.catalogue(profile),
        queryFn: ({ signal }) => told(server.GET('/api/v1/catalogue', { params: { query: { app: profile } }, signal })),
        staleTime: Infinity,
        enabled: profile !== '',
    });

export const useOperation = (profile: string, id: string) =>
    useQuery({
        queryKey: keys.operation(profile, id),
        queryFn: ({ signal }) =>
            told(
                server.GET('/api/v1/catalogue/{operation}', {
                    params: { path: { operation: id }, query: { app: profile } },
                    signal,
                }),
            ),
        staleTime: Infinity,
        enabled: profile !== '',
    });

// What Lockstep does itself needs no connection.
export const general = 'general';

const run = (connection: string, operation: string, body: Schemas['RunInput']) =>
    connection === general
        ? told(server.POST('/api/v1/catalogue/{operation}/run', { params: { path: { operation } }, body }))
        : told(
              server.POST('/api/v1/connections/{connection_id}/operations/{operation}/run', {
                  params: { path: { connection_id: connection, operation } },
                  body,
              }),
          );

// Asked for by a press only: it costs a call of the app.
export const useChoices = (connection: string, from: Schemas['Operation']['inputs'][number]['choices_from']) =>
    useQuery({
        queryKey: keys.choices(connection, from?.operation ?? ''),
        queryFn: () => run(connection, from?.operation ?? '', {}),
        enabled: false,
        retry: false,
        staleTime: Infinity,
    });

export const useRun = () =>
    useDoing(
        ({ connection, operation, input }: { connection: string; operation: string; input: Schemas['RunInput'] }) =>
            run(connection, operation, input),
        ({ connection, input }) =>
            connection === general ? (input.dry_run === true ? [] : [['events']]) : [keys.connection(connection)],
    );
