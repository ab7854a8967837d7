-- What is refused before it goes on: pages that may not call, and what the transcoder or the server
-- would misread. For REST and for WebSockets; for gRPC only the pages.

-- The server's own words.
local NO_TOKEN = "the bearer token is missing or wrong: send `Authorization: Bearer <token>` "
  .. "with the server's AGENT_API_SECRET"

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

-- The headers that something here or the server goes by.
local READ = {
  authorization = true, ["content-type"] = true, ["idempotency-key"] = true, origin = true,
  ["sec-websocket-protocol"] = true,
}

-- Whether a value is not UTF-8. The server could not read it, and what it says of that holds the
-- value, which may be a token.
local function unreadable(value) return value:find("[\128-\255]") and not is_utf8(value) end

-- What gRPC takes for its own, or cannot carry: the server would refuse the whole call, as a fault.
-- Nothing of it means anything over REST; it may be the cookie of another program of this host.
local function remove_uncarried(headers)
  local names = {}
  for name, value in pairs(headers) do
    local own = name:sub(1, 5) == "grpc-" or name:sub(-4) == "-bin"
    local read = READ[name] or name:sub(1, 1) == ":"
    if own or name:find("[^%w:._-]") or (not read and unreadable(value)) then
      names[#names + 1] = name
    end
  end
  for _, name in ipairs(names) do headers:remove(name) end
end

-- The fields that a path holds, in both spellings.
local NOTHING, ID = {}, { id = true }
local ID_OF_SESSION = { id = true, session_id = true, sessionId = true }

local function fields_of(method, path)
  if method == "POST" and path == "/sessions/start" then return NOTHING end
  if path:find("^/sessions/[^/]+/[^/]+/.") then return ID_OF_SESSION end
  local family = path:match("^/([^/]+)/.")
  local named = family == "clients" or family == "jobs" or family == "sessions"
  return named and ID or NOTHING
end

-- The parameter that names what the path names already, if there is one: the transcoder would let
-- it win. Where the path names nothing such a parameter is unknown, and as such passed over.
local function rival_of_path(method, path, query)
  local fields = fields_of(method, path)
  for parameter in query:gmatch("[^&]+") do
    -- The transcoder takes dots for steps into a message, and empty steps for none.
    local name = decoded(parameter:match("^[^=]*")):gsub("%.", "")
    if fields[name] then return name end
  end
  return nil
end

-- Whether a header is the one that the server expects, of which only the digest is known here.
local function is_token(given, expected)
  return given and #given == expected.length
    and sha256(expected.salt .. given) == expected.sha256
end

-- What REST does not take.
local function refusal_of_rest(handle, headers, method, route)
  local path, query = (headers:get(":path") or ""):match("^([^?]*)%??(.*)$")
  -- The transcoder passes over a slash at the end, and the routes before it do not.
  if #path > 1 and path:sub(-1) == "/" then return "404", "" end
  if method == "CONNECT" then return "405", "this is no proxy" end
  if method == "HEAD" and not route:get("head") then
    return "405", "HEAD is answered at /live, /ready, /health, /docs and /openapi.json: "
      .. "ask with GET"
  end
  -- Before the body comes, so that a stranger cannot fill the memory; the server looks again. A
  -- page's question whether it may call was answered before.
  local token = handle:virtualHost():metadata():get("token")
  if token and not route:get("open") and not is_token(headers:get("authorization"), token) then
    return "401", NO_TOKEN
  end
  -- A caller that means gRPC, as nobody here speaks it.
  local content = headers:get("content-type") or ""
  if content:find("^application/grpc") then
    return "415", "the content type is neither JSON nor gRPC as it is spoken here: send "
      .. "application/json, application/grpc, application/grpc-web or application/grpc-web-text"
  end
  local rival = rival_of_path(method, path, query)
  if rival then return "400", "`" .. rival .. "` is in the path: leave the parameter out." end
end

-- The status of a refusal and its text, or nothing.
local function refusal(handle, headers, route)
  -- Nothing is served under this name, whatever it is.
  if not handle:virtualHost():metadata():get("origins") then return "404", "" end
  local method = headers:get(":method")
  local origin = headers:get("origin")
  if not route:get("grpc") and not route:get("static") then
    for name, value in pairs(headers) do -- what nobody reads is gone already
      if unreadable(value) then return "400", "The header " .. name .. " is not UTF-8." end
    end
  end
  local reads = method == "GET" or method == "HEAD" or method == "OPTIONS"
  if origin and (not reads or headers:get("upgrade"))
    and not may_call(handle, origin, headers:get(":authority")) then
    return "403", "pages of " .. origin .. " may not call this server"
  end
  if route:get("grpc") then return end

  -- Text that is not UTF-8 would fail only in the server, as a fault.
  local target = headers:get(":path") or "" -- CONNECT has none
  if not route:get("static") and target:find("%%[89a-fA-F]%x") and not is_utf8(decoded(target)) then
    return "400", "It is not UTF-8."
  end
  if route:get("websocket") then return end -- the bridge knows what it takes
  return refusal_of_rest(handle, headers, method, route)
end

function envoy_on_request(handle)
  local headers = handle:headers()
  local route = handle:metadata()
  if not route:get("grpc") then
    remove_uncarried(headers)
    -- A name that would spoil the log, or the header that it comes back in, is none: the next
    -- filter gives a new one.
    local id = headers:get("x-request-id")
    if id and (#id > 100 or id:find("[^%w._-]")) then headers:remove("x-request-id") end
  end

  -- What is refused of gRPC is refused in its manner.
  local as_grpc = (headers:get("content-type") or ""):find("^application/grpc") ~= nil
  if as_grpc then handle:streamInfo():dynamicMetadata():set("opsdeck", "grpc", true) end

  local status, text = refusal(handle, headers, route)
  if status then
    handle:respond({ [":status"] = status }, text) -- local_reply_config gives it its shape
  elseif headers:get(":method") == "HEAD" and route:get("head") and not route:get("static") then
    -- The contract has GET alone; rest.lua takes the body away. Of a file Envoy knows HEAD itself.
    headers:replace(":method", "GET")
    handle:streamInfo():dynamicMetadata():set("opsdeck", "head", true)
  end
end
