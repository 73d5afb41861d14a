// SPDX-License-Identifier: Apache-2.0
#include "adapters/mail_curl/mail_curl.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <memory>

#include "base/text.hpp"

namespace lockstep::adapters {
namespace {

constexpr long connect_seconds_max = 10;

struct CloseCurl {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// What is left of the message. Once all of it was taken, its end may have been, too.
struct Upload {
    std::string_view rest;
    bool is_over = false;
};

std::size_t give(char* out, std::size_t size, std::size_t count, void* user) {
    auto& upload = *static_cast<Upload*>(user);
    auto const bytes = std::min(size * count, upload.rest.size());
    std::memcpy(out, upload.rest.data(), bytes);
    upload.rest.remove_prefix(bytes);
    upload.is_over = upload.rest.empty();
    return bytes;
}

std::size_t swallow(char*, std::size_t size, std::size_t count, void*) { return size * count; }

Error failure(CURLcode code, long reply, char const* words, MailServer const& server) {
    auto const doing = "sending mail by " + server.host + " port " + std::to_string(server.port) + ": ";
    // The library's words name no recipient and no content, at most what the server answered.
    auto const why = printable(words[0] != '\0' ? std::string_view(words) : std::string_view(curl_easy_strerror(code)));
    if (code == CURLE_LOGIN_DENIED)
        return fail(ErrorKind::denied, "mail.login_refused", doing + "the server refuses user name or password").error();
    if (code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_CONNECT)
        return fail(ErrorKind::unavailable, "mail.unreachable", doing + why).error();
    if (code == CURLE_USE_SSL_FAILED || code == CURLE_SSL_CONNECT_ERROR || code == CURLE_SSL_CACERT_BADFILE ||
        code == CURLE_PEER_FAILED_VERIFICATION)
        return fail(ErrorKind::unavailable, "mail.tls", doing + why).error();
    if (code == CURLE_OPERATION_TIMEDOUT) return fail(ErrorKind::timeout, "mail.timeout", doing + "the time is up").error();
    if (reply >= 500) return fail(ErrorKind::invalid, "mail.refused", doing + "refused with " + std::to_string(reply)).error();
    if (reply >= 400) return fail(ErrorKind::limited, "mail.later", doing + "answered " + std::to_string(reply)).error();
    return fail(ErrorKind::unavailable, "mail.lost", doing + why).error();
}

std::expected<void, MailFailure> send_now(
    MailServer const& server, MailEnvelope const& envelope, Duration limit, std::string const& extra_authorities_file) {
    // Thread-safe in itself, and without effect after the first time.
    static bool const is_ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    std::unique_ptr<CURL, CloseCurl> const handle{is_ready ? curl_easy_init() : nullptr};
    CHECK(handle != nullptr);
    auto* curl = handle.get();
    std::unique_ptr<curl_slist, FreeList> recipients;
    for (auto const& each : envelope.recipients) {
        auto* longer = curl_slist_append(recipients.get(), ("<" + each + ">").c_str());
        CHECK(longer != nullptr);
        (void)recipients.release();
        recipients.reset(longer);
    }
    bool const is_six = server.host.contains(':');
    auto const url = std::string(server.tls == MailTls::implicit ? "smtps://" : "smtp://") + (is_six ? "[" : "") + server.host +
                     (is_six ? "]" : "") + ":" + std::to_string(server.port);
    std::array<char, CURL_ERROR_SIZE> words{};
    auto const sender = "<" + envelope.sender + ">";
    Upload upload{.rest = envelope.message};
    auto const millis = std::chrono::duration_cast<std::chrono::milliseconds>(limit).count();

    auto const set = [curl](CURLoption option, auto value) { CHECK(curl_easy_setopt(curl, option, value) == CURLE_OK); };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, "");  // whatever the environment says
    set(CURLOPT_USE_SSL, static_cast<long>(server.tls == MailTls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!extra_authorities_file.empty()) set(CURLOPT_CAINFO, extra_authorities_file.c_str());  // beside the system's folder
    set(CURLOPT_CONNECTTIMEOUT, connect_seconds_max);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(1, millis)));
    if (!server.user.empty()) {
        set(CURLOPT_USERNAME, server.user.c_str());
        set(CURLOPT_PASSWORD, std::string(server.password.reveal()).c_str());
    }
    set(CURLOPT_MAIL_FROM, sender.c_str());
    set(CURLOPT_MAIL_RCPT, recipients.get());
    set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 0L);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, give);
    set(CURLOPT_READDATA, static_cast<void*>(&upload));
    set(CURLOPT_WRITEFUNCTION, swallow);
    set(CURLOPT_ERRORBUFFER, words.data());

    auto const code = curl_easy_perform(curl);
    if (code == CURLE_OK) return {};
    long reply = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    // After the end of the message was handed over, only the server's own "no" says that it did not take it.
    bool const says_no = reply >= 400 && code != CURLE_OPERATION_TIMEDOUT;
    return std::unexpected(MailFailure{failure(code, reply, words.data(), server), upload.is_over && !says_no});
}

}  // namespace

CurlMail::CurlMail(Offload& pool, std::string extra_authorities_file)
    : pool_(pool), extra_authorities_file_(std::move(extra_authorities_file)) {}

Task<std::expected<void, MailFailure>> CurlMail::send(MailServer server, MailEnvelope envelope, Duration limit) {
    std::expected<void, MailFailure> result;
    std::function<void()> const work = [&] { result = send_now(server, envelope, limit, extra_authorities_file_); };
    co_await pool_.run(work);
    co_return result;
}

}  // namespace lockstep::adapters
