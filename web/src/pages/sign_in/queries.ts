// SPDX-License-Identifier: Apache-2.0
// Signing in, and making the owner.
import { type Schemas, server, told } from '../../api/client';
import { keys, useDoing } from '../../api/queries';

export const useSignIn = () =>
    useDoing(
        (input: Schemas['SignIn']) => told(server.POST('/api/v1/session', { body: input })),
        () => [keys.session],
    );

export const useSetUp = () =>
    useDoing(
        (input: Schemas['SetUp']) => told(server.POST('/api/v1/setup', { body: input })),
        () => [keys.session],
    );
