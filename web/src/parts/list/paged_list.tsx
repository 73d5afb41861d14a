// SPDX-License-Identifier: Apache-2.0
// A list whose pages come from the server: why it cannot be read, its skeleton while it is, what it says when it is empty, and
// else its rows, which fetch the next page near their end. Every page that lists something from the server shows it through this.
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Trouble } from '../page/page';
import { ListSkeleton, LongList, type LongListProps } from './list';

export type Pages<Item> = UseInfiniteQueryResult<InfiniteData<{ items: Item[] }>>;

export function itemsOf<Item>(pages: Pages<Item>): Item[] {
    return pages.data?.pages.flatMap((page) => page.items) ?? [];
}

interface Props<Item> extends Omit<LongListProps<Item>, 'items' | 'more' | 'loading_more'> {
    pages: Pages<Item>;
    unreadable: string;
    empty: ReactNode;
}

export function PagedList<Item>({ pages, unreadable, empty, ...list }: Props<Item>) {
    const items = itemsOf(pages);
    const { hasNextPage, isFetching, fetchNextPage } = pages;
    // A page without anything says only that what is looked for is rare: then the next one is looked at.
    const looks_on = items.length === 0 && hasNextPage;
    useEffect(() => {
        if (looks_on && !isFetching) void fetchNextPage();
    }, [looks_on, isFetching, fetchNextPage]);
    return (
        <>
            {pages.isError && (
                <Trouble
                    what={unreadable}
                    error={pages.error}
                    retry={() => {
                        void pages.refetch();
                    }}
                />
            )}
            {(pages.isPending || looks_on) && <ListSkeleton columns="1fr" rows={12} />}
            {pages.data !== undefined && !looks_on && items.length === 0 && empty}
            {items.length > 0 && (
                <LongList
                    {...list}
                    items={items}
                    more={
                        hasNextPage
                            ? () => {
                                  void fetchNextPage();
                              }
                            : undefined
                    }
                    loading_more={pages.isFetchingNextPage}
                />
            )}
        </>
    );
}
