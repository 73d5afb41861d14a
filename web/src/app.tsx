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
import { places, routes } from './pages/pages';
import { Join } from './pages/join/join';
import { SignIn } from './pages/sign_in/sign_in';
import { CurrentProvider } from './parts/current_sync';
import { Frame } from './parts/frame/frame';
import { Empty, PageHead, Trouble } from './parts/page/page';
import { schemeManager } from './parts/scheme';
import { theme, variables } from './theme';

const shown = routes.map((route) => ({ ...route, Page: lazy(route.open) }));
const Choice = shown.find((page) => page.chooses_sync === true)?.Page;

// Once the first page has had its turn, so that a page first opened while the server is away is there all the same.
const fetch_rest_after_ms = 4_000;

export function App() {
    const [client] = useState(makeClient);
    // What the server put into words is asked for again in the language that was chosen.
    useEffect(() => {
        const again = () => {
            void client.invalidateQueries();
        };
        i18next.on('languageChanged', again);
        return () => {
            i18next.off('languageChanged', again);
        };
    }, [client]);
    return (
        <MantineProvider
            theme={theme}
            cssVariablesResolver={variables}
            defaultColorScheme="auto"
            colorSchemeManager={schemeManager}
        >
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
        const timer = setTimeout(() => {
            for (const route of routes) route.open().catch(() => undefined);
        }, fetch_rest_after_ms);
        return () => {
            clearTimeout(timer);
        };
    }, []);
    if (session.isPending) return null;
    if (session.data === undefined)
        return (
            <main style={{ maxWidth: 640, margin: '15vh auto', padding: 16 }}>
                <Trouble
                    what={t('trouble.no_server')}
                    error={session.error}
                    retry={() => {
                        void session.refetch();
                    }}
                />
            </main>
        );
    if (pathname === '/join') return <Join />;
    if (!session.data.signed_in) return <SignIn setup_required={session.data.setup_required} />;
    return (
        <LiveProvider>
            <CurrentProvider>
                <Frame user={session.data.user} places={places}>
                    <Boundary place={pathname}>
                        <Suspense fallback={<Skeleton height={32} width={240} />}>
                            <Routes>
                                {shown.map(({ path, of_sync, Page }) => (
                                    <Route key={path} path={of_sync === true ? `syncs/:sync/${path}` : path} element={<Page />} />
                                ))}
                                {Choice !== undefined &&
                                    shown
                                        .filter((page) => page.of_sync === true)
                                        .map(({ path }) => <Route key={path} path={path} element={<Choice />} />)}
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
            <Empty
                kind="nothing"
                title={t('frame.no_page_why')}
                action={
                    <Button component={Link} to="/">
                        {t('frame.home')}
                    </Button>
                }
            />
        </>
    );
}
