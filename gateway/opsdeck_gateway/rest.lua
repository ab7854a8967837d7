-- REST's manners, which the transcoder does not have: statuses other than 200, and the one shape
-- of errors, {"error": "..."}; and for WebSockets too, whose pages may call. gRPC passes untouched.
-- A fault in here is logged by Envoy, and the answer passes as it is.

-- What the server said of itself to a gRPC caller is not for REST.
local GRPC_HEADERS = {
  "grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-accept-encoding", "grpc-encoding",
}

-- Said where the server gave no text.
local FALLBACK = {
  ["400"] = "the request is not one that the server takes",
  ["401"] = "the bearer token is missing or wrong",
  ["403"] = "that is not allowed",
  ["404"] = "there is no such thing",
  ["409"] = "that is in conflict with what is there",
  ["429"] = "too much at once: try again later",
  ["499"] = "the call was cancelled",
  ["503"] = "the server does not answer: try again in a moment",
  ["504"] = "the server took too long: try again",
}

-- Said in any case: a fault's own text may hold what is not for callers.
local ALWAYS = {
  ["500"] = "a fault of the server; its log has the details under the x-request-id of this answer",
  ["501"] = "the server does not do that: it may be older than its contract",
}

local ESCAPES = { ['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t" }

-- grpc-message and paths are percent-encoded.
local function decoded(text)
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- For each first byte: how many follow, and the bounds of the second (Unicode, table 3-7).
local function following(byte)
  if byte < 0x80 then return 0 end
  if byte >= 0xC2 and byte <= 0xDF then return 1, 0x80, 0xBF end
  if byte == 0xE0 then return 2, 0xA0, 0xBF end
  if byte == 0xED then return 2, 0x80, 0x9F end
  if byte >= 0xE1 and byte <= 0xEF then return 2, 0x80, 0xBF end
  if byte == 0xF0 then return 3, 0x90, 0xBF end
  if byte >= 0xF1 and byte <= 0xF3 then return 3, 0x80, 0xBF end
  if byte == 0xF4 then return 3, 0x80, 0x8F end
  return nil
end

local function is_utf8(text)
  local at = 1
  while at <= #text do
    local count, low, high = following(text:byte(at))
    if not count then return false end
    for offset = 1, count do
      local byte = text:byte(at + offset)
      if not byte or byte < low or byte > high then return false end
      low, high = 0x80, 0xBF
    end
    at = at + count + 1
  end
  return true
end

local function quoted(text)
  if not is_utf8(text) then text = text:gsub("[\128-\255]", "?") end
  return '"' .. text:gsub('[%c"\\]', function(c)
    return ESCAPES[c] or string.format("\\u%04x", c:byte())
  end) .. '"'
end

-- Whether a page of this origin may call: the port's own, and those that are set. Such a page
-- could send a form or plain text without asking first, which the transcoder would read, and open
-- a WebSocket, for which no browser asks first.
local function may_call(handle, origin, host)
  if host and origin:gsub("^%a[%w+.-]*://", "") == host then return true end
  local any_port = origin:gsub(":%d+$", "") .. ":*"
  for _, allowed in ipairs(handle:virtualHost():metadata():get("origins") or {}) do
    if allowed == origin or allowed == any_port then return true end
  end
  return false
end

local function refuse(handle, status, text)
  -- local_reply_config gives it its shape.
  handle:respond({ [":status"] = status }, text)
end

-- What gRPC takes for its own, or cannot carry: the server would refuse the whole call, as a fault.
-- Nothing of it means anything over REST.
local function remove_uncarried(headers)
  local names = {}
  for name in pairs(headers) do
    local own = name:sub(1, 5) == "grpc-" or name:sub(-4) == "-bin"
    if own or name:find("[^%w:._-]") then names[#names + 1] = name end
  end
  for _, name in ipairs(names) do headers:remove(name) end
end

function envoy_on_request(handle)
  local headers = handle:headers()
  remove_uncarried(headers)
  -- A name that would spoil the log, or the header that it comes back in, is none: the next
  -- filter gives a new one.
  local id = headers:get("x-request-id")
  if id and (#id > 100 or id:find("[^%w._-]")) then headers:remove("x-request-id") end

  local method = headers:get(":method")
  local origin = headers:get("origin")
  local reads = method == "GET" or method == "HEAD" or method == "OPTIONS"
  if origin and (not reads or headers:get("upgrade"))
    and not may_call(handle, origin, headers:get(":authority")) then
    refuse(handle, "403", "pages of " .. origin .. " may not call this server")
    return
  end

  -- Text that is not UTF-8 would fail only in the server, as a fault.
  local path = headers:get(":path") or ""
  if path:find("%%[89a-fA-F]%x") and not is_utf8(decoded(path)) then
    refuse(handle, "400", "It is not UTF-8.")
  end
end

-- The server's own text, as a piece of JSON; nil where Envoy answered, whose answers have their
-- shape from local_reply_config. The transcoder writes a google.rpc.Status, in this order; inside
-- its message every quote is escaped, so the end is found. Where it cannot show the details (of a
-- type that the descriptor lacks) it leaves the body empty and the text in grpc-message.
local function message_of(body, grpc_status, grpc_message)
  local message = body:match('^{"code":%d+,"message":(".-"),"details":%[')
  if message then return message end
  if grpc_status and grpc_status ~= "0" then return quoted(decoded(grpc_message or "")) end
  return nil
end

function envoy_on_response(handle)
  local headers = handle:headers()
  local status = headers:get(":status")
  local grpc_status = headers:get("grpc-status")
  local grpc_message = headers:get("grpc-message")
  for _, name in ipairs(GRPC_HEADERS) do headers:remove(name) end

  if status == "200" then
    local success = handle:metadata():get("success_status")
    if success then headers:replace(":status", success) end
    if success == "204" then
      handle:body(true):setBytes("")
      headers = handle:headers() -- body() yields, and old handles end with that
      headers:remove("content-type")
      headers:remove("content-length") -- a 204 has none (RFC 9110, 8.6)
    end
  elseif tonumber(status) >= 400 then
    local body = handle:body(true)
    local message = message_of(body:getBytes(0, body:length()), grpc_status, grpc_message)
    if message then
      local fixed = ALWAYS[status] or (message == '""' and (FALLBACK[status] or "the server refused"))
      local answer = '{"error":' .. (fixed and quoted(fixed) or message) .. "}"
      body:setBytes(answer)
      headers = handle:headers()
      headers:replace("content-type", "application/json")
      headers:replace("content-length", tostring(#answer))
    end
  end
end
