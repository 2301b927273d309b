// SPDX-License-Identifier: Apache-2.0
package dev.galley.reach.dns;

/// How a query ended: what the metrics call it.
public enum End {
    /// Answered with records.
    NOERROR("NOERROR", 0, 200, "answered with records"),
    NODATA("NODATA", 0, 200, "the name is there, no record of this type"),
    REFERRAL("REFERRAL", 0, 200, "referred to the name servers of a delegated zone"),
    TRUNCATED("TC", 0, 200, "too long for UDP: the client is to ask again over TCP"),
    FORMERR("FORMERR", 1, 400, "the query was malformed"),
    SERVFAIL("SERVFAIL", 2, 500, "no member is up"),
    NXDOMAIN("NXDOMAIN", 3, 400, "there is no such name"),
    NOTIMP("NOTIMP", 4, 400, "the query was of another kind than QUERY"),
    REFUSED("REFUSED", 5, 400, "the name is in no zone of this listener, or a transfer was asked"),
    BADVERS("BADVERS", 16, 400, "the query was in an unknown version of EDNS"),
    SLIPPED("SLIPPED", 0, 400, "above the rate limit: told to ask again over TCP"),
    LIMITED("LIMITED", 0, 400, "above the rate limit: dropped"),
    IGNORED("IGNORED", 0, 400, "dropped: no query, or too many answers wait to be sent");

    private final String code;
    private final int rcode;
    private final int status;
    private final String meaning;

    End(String code, int rcode, int status, String meaning) {
        this.code = code;
        this.rcode = rcode;
        this.status = status;
        this.meaning = meaning;
    }

    /// The RCODE as dig prints it, or another word in capitals.
    public String code() {
        return code;
    }

    /// The code in words.
    public String meaning() {
        return meaning;
    }

    /// The RCODE, of 12 bits (RFC 6891, section 6.1.3).
    int rcode() {
        return rcode;
    }

    /// As which status of HTTP it is counted beside other ways: 200, 400 or 500.
    int status() {
        return status;
    }
}
