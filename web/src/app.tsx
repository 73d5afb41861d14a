// SPDX-License-Identifier: Apache-2.0
// The app as a whole: who is signed in decides between the door and the house; each page is fetched when it is first opened.
import { Button, MantineProvider, Skeleton } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import i18next from 'i18next';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Link, Route, Routes, useLocation } from 'react-router';
import { makeClient, useSession } from './api/queries';
import { LiveProvider } from './api/stream';
import { Boundary } from './parts/boundary/boundary';
import { SignIn } from './pages/sign_in/sign_in';
import { CurrentProvider } from './parts/current_sync';
import { Frame } from './parts/frame/frame';
import { Empty, PageHead, Trouble } from './parts/page/page';
import { schemeManager } from './parts/scheme';
import { theme, variables } from './theme';

const pages = {
    syncs: () => import('./pages/syncs/syncs'),
    home: () => import('./pages/home/home'),
    records: () => import('./pages/records/records'),
    plan: () => import('./pages/plan/plan'),
    events: () => import('./pages/events/events'),
    calls: () => import('./pages/calls/calls'),
    issues: () => import('./pages/issues/issues_page'),
    connections: () => import('./pages/connections/connections'),
    oauth: () => import('./pages/oauth/oauth'),
    snapshots: () => import('./pages/snapshots/snapshots'),
    hand_list: () => import('./pages/snapshots/hand_list'),
    settings: () => import('./pages/settings/settings'),
    catalogue: () => import('./pages/catalogue/catalogue'),
};
const Syncs = lazy(pages.syncs);
const Home = lazy(pages.home);
const Records = lazy(pages.records);
const Plan = lazy(pages.plan);
const Events = lazy(pages.events);
const Calls = lazy(pages.calls);
const Issues = lazy(pages.issues);
const Connections = lazy(pages.connections);
const OAuth = lazy(pages.oauth);
const OAuthReturn = lazy(async () => ({ default: (await pages.oauth()).OAuthReturn }));
const Snapshots = lazy(pages.snapshots);
const HandList = lazy(pages.hand_list);
const Settings = lazy(pages.settings);
const Catalogue = lazy(pages.catalogue);

// Once the first page has had its turn, so that a page first opened while the server is away is there all the same.
const fetch_rest_after_ms = 4_000;

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
    const { pathname } = useLocation();
    useEffect(() => {
        const timer = setTimeout(() => { for (const fetchPage of Object.values(pages)) fetchPage().catch(() => undefined); }, fetch_rest_after_ms);
        return () => { clearTimeout(timer); };
    }, []);
    if (session.isPending) return null;
    if (session.data === undefined) return <main style={{ maxWidth: 640, margin: '15vh auto', padding: 16 }}><Trouble what={t('trouble.no_server')} error={session.error} retry={() => { void session.refetch(); }} /></main>;
    if (!session.data.signed_in) return <SignIn setup_required={session.data.setup_required} />;
    return (
        <LiveProvider>
            <CurrentProvider>
                <Frame user={session.data.user}>
                    <Boundary place={pathname}>
                        <Suspense fallback={<Skeleton height={32} width={240} />}>
                            <Routes>
                                <Route path="syncs/new" element={<Plan pair />} />
                                <Route path="syncs/:sync">
                                    <Route index element={<Home />} />
                                    <Route path="records/:record?" element={<Records />} />
                                    <Route path="plan" element={<Plan />} />
                                    <Route path="events/:event?" element={<Events />} />
                                    <Route path="issues" element={<Issues />} />
                                </Route>
                                <Route path="calls/:call?" element={<Calls />} />
                                <Route path="connections/oauth" element={<OAuth />} />
                                <Route path="oauth/callback" element={<OAuthReturn />} />
                                <Route path="connections/:connection/snapshots/:snapshot?" element={<Snapshots />} />
                                <Route path="connections/:connection/hand-list" element={<HandList />} />
                                <Route path="connections/:connection?" element={<Connections />} />
                                <Route path="settings" element={<Settings />} />
                                <Route path="catalogue/:profile?/:group?/:name?" element={<Catalogue />} />
                                {['/', 'syncs', 'records/:record?', 'plan', 'events/:event?', 'issues'].map((path) => <Route key={path} path={path} element={<Syncs />} />)}
                                <Route path="*" element={<NoPage />} />
                            </Routes>
                        </Suspense>
                    </Boundary>
                </Frame>
            </CurrentProvider>
        </LiveProvider>
    );
}

function NoPage() {
    const { t } = useTranslation();
    return (
        <>
            <PageHead title={t('frame.no_page')} />
            <Empty kind="nothing" title={t('frame.no_page_why')} action={<Button component={Link} to="/">{t('frame.home')}</Button>} />
        </>
    );
}
