// SPDX-License-Identifier: Apache-2.0
// The app as a whole: who is signed in decides between the door and the house; each page is fetched when it is first opened.
import { MantineProvider, Skeleton } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Route, Routes } from 'react-router';
import { makeClient, useSession } from './api/queries';
import { LiveProvider } from './api/stream';
import { SignIn } from './pages/sign_in/sign_in';
import { CurrentProvider } from './parts/current_sync';
import { Frame } from './parts/frame/frame';
import { Empty, Trouble } from './parts/page/page';
import { schemeManager } from './parts/scheme';
import { theme, variables } from './theme';

const Home = lazy(() => import('./pages/home/home'));
const Records = lazy(() => import('./pages/records/records'));
const Plan = lazy(() => import('./pages/plan/plan'));
const Events = lazy(() => import('./pages/events/events'));
const Issues = lazy(() => import('./pages/issues/issues_page'));
const Connections = lazy(() => import('./pages/connections/connections'));

export function App() {
    const [client] = useState(makeClient);
    // What the server put into words is asked for again in the language that was chosen.
    useEffect(() => {
        const again = () => { void client.invalidateQueries(); };
        i18next.on('languageChanged', again);
        return () => { i18next.off('languageChanged', again); };
    }, [client]);
    return (
        <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto" colorSchemeManager={schemeManager}>
            <QueryClientProvider client={client}>
                <BrowserRouter>
                    <Door />
                </BrowserRouter>
            </QueryClientProvider>
        </MantineProvider>
    );
}

function Door() {
    const { t } = useTranslation();
    const session = useSession();
    if (session.isPending) return null;
    if (session.data === undefined) return <main style={{ maxWidth: 640, margin: '15vh auto', padding: 16 }}><Trouble what={t('trouble.no_server')} error={session.error} retry={() => { void session.refetch(); }} /></main>;
    if (!session.data.signed_in) return <SignIn setup_required={session.data.setup_required} />;
    return (
        <LiveProvider>
            <CurrentProvider>
                <Frame user={session.data.user}>
                    <Suspense fallback={<Skeleton height={32} width={240} />}>
                        <Routes>
                            <Route index element={<Home />} />
                            <Route path="records/:record?" element={<Records />} />
                            <Route path="plan" element={<Plan />} />
                            <Route path="events/:event?" element={<Events />} />
                            <Route path="issues" element={<Issues />} />
                            <Route path="connections/:connection?" element={<Connections />} />
                            <Route path="*" element={<Empty kind="nothing" title={t('frame.no_page')} />} />
                        </Routes>
                    </Suspense>
                </Frame>
            </CurrentProvider>
        </LiveProvider>
    );
}
