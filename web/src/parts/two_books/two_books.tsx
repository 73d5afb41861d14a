// SPDX-License-Identifier: Apache-2.0
// The picture of the two books: one app's lines on the left, the other's on the right, a thread for the people who are in both,
// and the streams between them. A line is a share of the people, so the picture reads the same for 20 and for 200,000.
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Count } from '../numbers/numbers';
import { decimal } from '../numbers/say';
import { bookLines, type BookLines } from './lines';
import classes from './two_books.module.css';

export interface Book {
    name: string;
    label: string;
    count: number | null;
    alone: number | null;
    trouble?: string | undefined;
}

export interface Stream {
    per_minute: number;
    pulse: number; // grows by one with every change that went this way
    flowing: boolean;
}

const plural = 2; // how many the words speak of while no figure is known

interface Props {
    left: Book;
    right: Book;
    linked: number | null;
    unsure: number;
    to_left: Stream;
    to_right: Stream;
    state_words: string;
}

export function TwoBooks({ left, right, linked, unsure, to_left, to_right, state_words }: Props) {
    const { t } = useTranslation();
    const lines = useMemo(
        () => bookLines({ linked: linked ?? 0, left_alone: left.alone ?? 0, right_alone: right.alone ?? 0, unsure }),
        [linked, left.alone, right.alone, unsure],
    );
    return (
        <section className={classes.picture} aria-label={t('books.label')}>
            <BookPage side="left" book={left} />
            <div className={classes.between}>
                <Threads lines={lines} />
                <div className={classes.plate}>
                    <Arrow direction="right" stream={to_right} target={right.name} />
                    <div className={classes.linked}>
                        {linked === null ? (
                            <span className={classes.big}>–</span>
                        ) : (
                            <Count value={linked} className={classes.big} />
                        )}
                        <span className={classes.caption}>{t('books.linked', { count: linked ?? plural })}</span>
                        <span className={classes.state}>{state_words}</span>
                    </div>
                    <Arrow direction="left" stream={to_left} target={left.name} />
                </div>
            </div>
            <BookPage side="right" book={right} />
        </section>
    );
}

function BookPage({ side, book }: { side: 'left' | 'right'; book: Book }) {
    const { t } = useTranslation();
    return (
        <div className={`${classes.book} ${side === 'left' ? classes.book_left : classes.book_right}`}>
            <span className={classes.app}>{book.name}</span>
            <span className={classes.account} title={book.label}>
                {book.label}
            </span>
            {book.count === null ? <span className={classes.big}>–</span> : <Count value={book.count} className={classes.big} />}
            <span className={classes.caption}>{t('books.people', { count: book.count ?? plural })}</span>
            {book.alone !== null && book.alone > 0 && (
                <span className={classes.alone}>{t('books.only_here', { count: book.alone })}</span>
            )}
            {book.trouble !== undefined && <span className={classes.trouble}>{book.trouble}</span>}
        </div>
    );
}

function Arrow({ direction, stream, target }: { direction: 'left' | 'right'; stream: Stream; target: string }) {
    const { t, i18n } = useTranslation();
    const rate = decimal(stream.per_minute, i18n.language, stream.per_minute < 10 ? 1 : 0);
    const Icon = direction === 'right' ? IconArrowRight : IconArrowLeft;
    return (
        <div
            className={`${classes.arrow} ${direction === 'right' ? classes.to_right : classes.to_left}`}
            data-flowing={stream.flowing}
        >
            <span className={classes.arrow_words}>
                <Icon size={16} aria-hidden />
                <span>{t('books.to', { app: target })}</span>
                <b className="numbers">{stream.flowing ? t('books.rate', { rate }) : t('books.stopped')}</b>
            </span>
            <span className={classes.track} aria-hidden>
                <span key={stream.pulse} className={stream.pulse > 0 ? classes.dot : undefined} />
            </span>
        </div>
    );
}

function Threads({ lines }: { lines: BookLines }) {
    return (
        <svg className={classes.threads} viewBox="0 0 400 240" preserveAspectRatio="none" aria-hidden>
            {lines.left.map((line) => (
                <line
                    key={`l${line.y}`}
                    x1={0}
                    x2={line.linked ? 26 : 18}
                    y1={line.y}
                    y2={line.y}
                    className={line.linked ? classes.tick_left : classes.tick_alone}
                />
            ))}
            {lines.right.map((line) => (
                <line
                    key={`r${line.y}`}
                    x1={line.linked ? 374 : 382}
                    x2={400}
                    y1={line.y}
                    y2={line.y}
                    className={line.linked ? classes.tick_right : classes.tick_alone}
                />
            ))}
            {lines.threads.map((thread) => (
                <path
                    key={`${thread.from}-${thread.to}`}
                    d={`M26 ${thread.from} C 150 ${thread.from}, 250 ${thread.to}, 374 ${thread.to}`}
                    className={thread.unsure ? classes.thread_unsure : classes.thread}
                    vectorEffect="non-scaling-stroke"
                />
            ))}
        </svg>
    );
}
